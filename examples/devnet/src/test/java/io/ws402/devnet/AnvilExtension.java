package io.ws402.devnet;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a local EVM chain, as parameters of constructors, lifecycle and test methods: an {@link EvmDevnet} (or its
 * {@link Anvil}), the same for the whole JVM, which mines a block each 200 ms; and for each parameter of type
 * {@link Account} a new account that has {@value #COINS_EACH} coins, {@value #TOKENS_EACH} USDC and as many USDT.
 *
 * <p>Test classes may run in parallel and share the chain: a test that stops mining, reverts to a snapshot, reorganises
 * or moves the clock starts an {@link EvmDevnet} of its own, which takes some hundred milliseconds.
 */
public final class AnvilExtension implements ParameterResolver {
    public static final int COINS_EACH = 1_000;
    public static final int TOKENS_EACH = 10_000;

    private static final Namespace NAMESPACE = Namespace.create(AnvilExtension.class);
    private static final Duration BLOCK_TIME = Duration.ofMillis(200);
    private static final Set<Class<?>> TYPES = Set.of(EvmDevnet.class, Anvil.class, Account.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        EvmDevnet devnet = devnet(context);
        return type == Account.class ? account(devnet) : type == Anvil.class ? devnet.anvil() : devnet;
    }

    /** The chain of this JVM, for other extensions. */
    public static EvmDevnet devnet(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        "devnet",
                        key -> EvmDevnet.start(AnvilOptions.DEFAULT.withBlockTime(BLOCK_TIME)),
                        EvmDevnet.class);
    }

    private static Account account(EvmDevnet devnet) {
        BigInteger tokens = BigInteger.TEN.pow(TestToken.DECIMALS).multiply(BigInteger.valueOf(TOKENS_EACH));
        Account account = devnet.account(EvmDevnet.ETHER.multiply(BigInteger.valueOf(COINS_EACH)));
        devnet.mintUsdc(account.address(), tokens);
        devnet.mintUsdt(account.address(), tokens);
        return account;
    }
}
