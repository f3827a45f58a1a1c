package io.ws402.gateway.methods.evm;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodFactory;
import io.ws402.gateway.methods.evm.config.EvmSettingsReader;
import io.ws402.gateway.methods.signing.Environment;
import java.util.List;

/** Makes a method for each network of {@code methods.evm}. Opening a keystore blocks for about a second. */
public final class EvmMethodFactory implements PaymentMethodFactory {
    private final Environment environment;

    /** For {@link java.util.ServiceLoader}: with the variables of this process. */
    public EvmMethodFactory() {
        this(Environment.ofProcess());
    }

    /** With other variables. */
    public EvmMethodFactory(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String family() {
        return EvmSettingsReader.FAMILY;
    }

    @Override
    public List<PaymentMethod> create(JsonObject methods, MethodContext context) {
        return new EvmSettingsReader(environment, context.development())
                .read(methods).stream()
                        .<PaymentMethod>map(settings -> new EvmMethod(context.vertx(), settings))
                        .toList();
    }
}
