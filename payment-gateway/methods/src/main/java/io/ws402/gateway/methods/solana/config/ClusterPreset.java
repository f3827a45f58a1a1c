package io.ws402.gateway.methods.solana.config;

import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a cluster by its name, so that an operator need not write it.
 *
 * @param network the 0.1 name
 * @param id the method's id when none is written
 * @param genesis how its genesis hash begins; empty when it must be configured
 * @param rpcUrls public endpoints; empty when they must be configured
 * @param tokens mints of well-known tokens by symbol, all of the first token program
 * @param taken the symbols of those that are taken when nothing is said
 * @param finality steps as an operator would write them
 * @param exposurePerPayer what of one payer may be served on before it is final, in whole units by symbol
 * @param exposure the same of all payers
 * @param pollInterval how often it is looked at while somebody waits
 */
record ClusterPreset(
        String network,
        String id,
        Optional<String> genesis,
        List<String> rpcUrls,
        Map<String, KnownToken> tokens,
        List<String> taken,
        List<FinalityStep> finality,
        Map<String, String> exposurePerPayer,
        Map<String, String> exposure,
        Duration pollInterval) {
    /** A mint that is known. */
    record KnownToken(SolanaAddress mint, int decimals, String refundFloor) {}

    /** A step with its limits in whole units. */
    record FinalityStep(Map<String, String> upTo, Commitment commitment) {}

    private static final Duration POLL = Duration.ofSeconds(1);

    private static final ClusterPreset MAINNET = new ClusterPreset(
            "mainnet-beta",
            "solana",
            Optional.of("5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"),
            List.of("https://api.mainnet-beta.solana.com"),
            Map.of(
                    "USDC", token("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
                    "USDT", token("Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB")),
            List.of("USDC"),
            List.of(
                    new FinalityStep(Map.of("SOL", "1", "USDC", "100", "USDT", "100"), Commitment.CONFIRMED),
                    new FinalityStep(Map.of(), Commitment.FINALIZED)),
            Map.of("SOL", "5", "USDC", "500", "USDT", "500"),
            Map.of("SOL", "100", "USDC", "10000", "USDT", "10000"),
            POLL);

    private static final ClusterPreset DEVNET = new ClusterPreset(
            "devnet",
            "solana-devnet",
            Optional.of("EtWTRABZaYq6iMfeYKouRu166VU2xqa1"),
            List.of("https://api.devnet.solana.com"),
            Map.of("USDC", token("4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU")),
            List.of("USDC"),
            List.of(new FinalityStep(Map.of(), Commitment.CONFIRMED)),
            Map.of(),
            Map.of(),
            POLL);

    private static final ClusterPreset TESTNET = new ClusterPreset(
            "testnet",
            "solana-testnet",
            Optional.of("4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z"),
            List.of("https://api.testnet.solana.com"),
            Map.of(),
            List.of(),
            List.of(new FinalityStep(Map.of(), Commitment.CONFIRMED)),
            Map.of(),
            Map.of(),
            POLL);

    /** The preset of a cluster; for a name that is not known, one that leaves everything peculiar to be configured. */
    static ClusterPreset of(String network) {
        return switch (network) {
            case "mainnet-beta" -> MAINNET;
            case "devnet" -> DEVNET;
            case "testnet" -> TESTNET;
            default ->
                new ClusterPreset(
                        network,
                        "solana-" + network,
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(new FinalityStep(Map.of(), Commitment.CONFIRMED)),
                        Map.of(),
                        Map.of(),
                        POLL);
        };
    }

    private static KnownToken token(String mint) {
        return new KnownToken(new SolanaAddress(mint), 6, "0.01");
    }
}
