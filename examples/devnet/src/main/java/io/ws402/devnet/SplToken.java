package io.ws402.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * A token of a local Solana chain, of the Token program or of Token-2022. Amounts are in its smallest unit. The chain
 * itself may mint and freeze.
 *
 * <p>Thread-safe; blocking. What the chain does for the caller is in a block when the call returns.
 *
 * @param mint its address
 * @param programId the token program it belongs to
 */
public record SplToken(SolanaChain chain, String mint, String programId, int decimals) {
    public static final int DECIMALS = 6;

    /** Makes "USD Coin": a plain mint of the Token program. */
    public static SplToken deployUsdc(SolanaChain chain) {
        return deploy(chain, Map.of("decimals", DECIMALS));
    }

    /** Makes a mint of Token-2022 that withholds a fee from each transfer, on the receiving side. */
    public static SplToken deployWithFee(SolanaChain chain, int basisPoints, BigInteger maximumFee) {
        return deploy(
                chain,
                Map.of(
                        "decimals",
                        DECIMALS,
                        "extensions",
                        List.of("transferFee"),
                        "transferFeeBasisPoints",
                        basisPoints,
                        "maximumFee",
                        maximumFee.toString()));
    }

    /**
     * Makes a mint of Token-2022 with one extension.
     *
     * @param extension transferHook, permanentDelegate, nonTransferable or frozenByDefault
     */
    public static SplToken deployWithExtension(SolanaChain chain, String extension) {
        return deploy(chain, Map.of("decimals", DECIMALS, "extensions", List.of(extension)));
    }

    private static SplToken deploy(SolanaChain chain, Map<String, ?> options) {
        JsonNode made = chain.call("ws402_createMint", options);
        return new SplToken(
                chain,
                made.required("mint").asText(),
                made.required("programId").asText(),
                made.required("decimals").asInt());
    }

    /**
     * Makes new units out of nothing; with none, only the owner's account.
     *
     * @return the owner's associated token account
     */
    public String mint(String owner, BigInteger units) {
        return chain.call("ws402_mintTokens", mint, owner, units.toString()).asText();
    }

    /** What all token accounts of an owner hold, at the head of the chain. */
    public BigInteger balance(String owner) {
        Map<String, String> shape = Map.of("encoding", "jsonParsed", "commitment", "processed");
        BigInteger total = BigInteger.ZERO;
        for (JsonNode each : chain.call("getTokenAccountsByOwner", owner, Map.of("mint", mint), shape)
                .required("value")) {
            total = total.add(new BigInteger(
                    each.at("/account/data/parsed/info/tokenAmount/amount").asText()));
        }
        return total;
    }

    /** From now on nothing moves into or out of a token account. */
    public void freeze(String tokenAccount) {
        chain.call("ws402_freezeAccount", tokenAccount);
    }

    public void thaw(String tokenAccount) {
        chain.call("ws402_thawAccount", tokenAccount);
    }
}
