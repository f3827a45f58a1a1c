package io.ws402.devnet;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a local Solana chain, as parameters of constructors, lifecycle and test methods: a {@link SolanaDevnet} (or
 * its {@link SolanaChain}), the same for the whole JVM, with a slot each 100 ms, confirmed after one and finalized after
 * four; and for each parameter of type {@link SolanaAccount} a new account that has {@value #SOL_EACH} SOL,
 * {@value #TOKENS_EACH} USDC and as many of the token with a fee.
 *
 * <p>Test classes may run in parallel and share the chain: a test that lets slots pass, drops or holds transactions
 * starts a {@link SolanaDevnet} of its own, which takes about a second.
 */
public final class SolanaExtension implements ParameterResolver {
    public static final int SOL_EACH = 100;
    public static final int TOKENS_EACH = 10_000;

    private static final Namespace NAMESPACE = Namespace.create(SolanaExtension.class);
    private static final SolanaOptions OPTIONS =
            SolanaOptions.DEFAULT.withSlotTime(Duration.ofMillis(100)).withCommitment(1, 4);
    private static final Set<Class<?>> TYPES = Set.of(SolanaDevnet.class, SolanaChain.class, SolanaAccount.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        SolanaDevnet devnet = devnet(context);
        return type == SolanaAccount.class ? account(devnet) : type == SolanaChain.class ? devnet.chain() : devnet;
    }

    /** The chain of this JVM, for other extensions. */
    public static SolanaDevnet devnet(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("devnet", key -> SolanaDevnet.start(OPTIONS), SolanaDevnet.class);
    }

    private static SolanaAccount account(SolanaDevnet devnet) {
        BigInteger tokens = BigInteger.TEN.pow(SplToken.DECIMALS).multiply(BigInteger.valueOf(TOKENS_EACH));
        SolanaAccount account = devnet.account(SolanaDevnet.SOL.multiply(BigInteger.valueOf(SOL_EACH)));
        devnet.usdc().mint(account.address(), tokens);
        devnet.feeToken().mint(account.address(), tokens);
        return account;
    }
}
