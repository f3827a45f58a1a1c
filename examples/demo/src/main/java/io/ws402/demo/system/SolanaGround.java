package io.ws402.demo.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.DevnetException;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.devnet.SolanaOptions;
import io.ws402.devnet.SplToken;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine can have one, a local Solana chain with funded accounts.
 *
 * @param chain the chain, or none
 * @param accounts each with {@value #SOL_EACH} SOL and {@value #TOKENS_EACH} of each token; none without a chain
 * @param whyNoChain why there is no chain, for people; empty when there is one
 */
public record SolanaGround(Optional<SolanaDevnet> chain, List<SolanaAccount> accounts, String whyNoChain)
        implements AutoCloseable {
    /** What each account holds to begin with. */
    public static final int SOL_EACH = 100;
    /** What each account holds to begin with. */
    public static final int TOKENS_EACH = 10_000;

    private static final int ACCOUNTS = 8;

    /**
     * Starts it.
     *
     * @throws SystemException with a sentence that says what is wrong where a chain could be had; then nothing is left
     *     running
     */
    public static SolanaGround start(SolanaOptions options) {
        SolanaDevnet chain;
        try {
            chain = SolanaDevnet.start(options);
        } catch (DevnetException e) {
            return switch (e.reason()) {
                case NODE_MISSING, INSTALL_FAILED, UNSUPPORTED_PLATFORM, SOURCES_MISSING ->
                    new SolanaGround(Optional.empty(), List.of(), Ground.firstLine(e.getMessage()));
                case PORT_IN_USE, START_FAILED, CALL_FAILED ->
                    throw new SystemException(Ground.firstLine(e.getMessage()), e);
            };
        }
        try {
            List<SolanaAccount> accounts =
                    Stream.generate(() -> funded(chain)).limit(ACCOUNTS).toList();
            return new SolanaGround(Optional.of(chain), accounts, "");
        } catch (RuntimeException e) {
            chain.close();
            throw e instanceof DevnetException refused
                    ? new SystemException(Ground.firstLine(refused.getMessage()), e)
                    : e;
        }
    }

    private static SolanaAccount funded(SolanaDevnet chain) {
        SolanaAccount account = chain.account(SolanaDevnet.SOL.multiply(BigInteger.valueOf(SOL_EACH)));
        BigInteger tokens = BigInteger.TEN.pow(SplToken.DECIMALS).multiply(BigInteger.valueOf(TOKENS_EACH));
        chain.usdc().mint(account.address(), tokens);
        chain.feeToken().mint(account.address(), tokens);
        return account;
    }

    /** The chain as documents for machines have it, keys included; null without one. */
    @Nullable JsonObject toJson() {
        return chain.map(this::toJson).orElse(null);
    }

    private JsonObject toJson(SolanaDevnet devnet) {
        JsonArray keys = new JsonArray();
        accounts.forEach(account ->
                keys.add(new JsonObject().put("address", account.address()).put("secretKey", account.secretKey())));
        return new JsonObject()
                .put("rpcUrl", devnet.chain().rpcUrl())
                .put("genesisHash", devnet.chain().genesisHash())
                .put("usdc", devnet.usdc().mint())
                .put("feeToken", devnet.feeToken().mint())
                .put("accounts", keys);
    }

    @Override
    public void close() {
        chain.ifPresent(SolanaDevnet::close);
    }
}
