package io.ws402.gateway.methods.solana;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodFactory;
import io.ws402.gateway.methods.signing.Environment;
import io.ws402.gateway.methods.solana.config.SolanaSettingsReader;
import java.util.List;

/** Makes a method for each cluster of {@code methods.solana}. Opening a keystore blocks for about a second. */
public final class SolanaMethodFactory implements PaymentMethodFactory {
    private final Environment environment;

    /** For {@link java.util.ServiceLoader}: with the variables of this process. */
    public SolanaMethodFactory() {
        this(Environment.ofProcess());
    }

    /** With other variables. */
    public SolanaMethodFactory(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String family() {
        return SolanaSettingsReader.FAMILY;
    }

    @Override
    public List<PaymentMethod> create(JsonObject methods, MethodContext context) {
        return new SolanaSettingsReader(environment, context.development())
                .read(methods).stream()
                        .<PaymentMethod>map(settings -> new SolanaMethod(context.vertx(), settings))
                        .toList();
    }
}
