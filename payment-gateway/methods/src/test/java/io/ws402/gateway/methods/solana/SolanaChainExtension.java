package io.ws402.gateway.methods.solana;

import io.ws402.devnet.SolanaDevnet;
import io.ws402.devnet.SolanaOptions;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test class a chain of its own, on which no slot passes but by a transaction or on demand. */
final class SolanaChainExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SolanaChainExtension.class);
    private static final SolanaOptions OPTIONS =
            SolanaOptions.DEFAULT.withSlotTime(Duration.ZERO).withCommitment(1, 4);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SolanaDevnet.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext ofClass = context.getParent()
                .filter(each -> each.getTestClass().isPresent())
                .orElse(context);
        return ofClass.getStore(NAMESPACE)
                .computeIfAbsent("devnet", key -> SolanaDevnet.start(OPTIONS), SolanaDevnet.class);
    }
}
