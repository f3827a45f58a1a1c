package io.ws402.gateway.methods.evm.config;

import static java.util.Map.entry;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a network by its name, so that an operator need not write it.
 *
 * @param network the 0.1 short name
 * @param chainId the EIP-155 chain id; empty when it must be configured
 * @param rpcUrls public endpoints; empty when they must be configured
 * @param symbol the native coin's
 * @param tokens contracts of well-known tokens by symbol
 * @param taken the symbols of those that are taken when nothing is said
 * @param finality steps as an operator would write them
 * @param exposurePerPayer what of one payer may be served on before it is final, in whole units by symbol
 * @param exposure the same of all payers
 * @param pace how fast it moves
 * @param gas what refunds may cost
 */
record ChainPreset(
        String network,
        Optional<Long> chainId,
        List<String> rpcUrls,
        String symbol,
        Map<String, KnownToken> tokens,
        List<String> taken,
        List<FinalityStep> finality,
        Map<String, String> exposurePerPayer,
        Map<String, String> exposure,
        EvmSettings.Pace pace,
        GasPolicy gas) {
    /** A contract that is known. */
    record KnownToken(EvmAddress contract, int decimals, String refundFloor) {}

    /** A step with its limits in whole units. */
    record FinalityStep(Map<String, String> upTo, long confirmations, FinalityPolicy.Depth depth) {}

    private static final FinalityPolicy.Depth FINALIZED = new FinalityPolicy.Depth.Finalized();
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);
    private static final BigInteger MIN_TIP = BigInteger.TEN.pow(6);

    private static final ChainPreset BASE = new ChainPreset(
            "base",
            Optional.of(8453L),
            List.of("https://mainnet.base.org"),
            "ETH",
            Map.ofEntries(
                    entry("USDC", token("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", 6, "0.01")),
                    entry("USDT", token("0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2", 6, "0.01")),
                    entry("DAI", token("0x50c5725949A6F0c72E6C4a641F24049A917DB0Cb", 18, "0.01"))),
            List.of("USDC"),
            List.of(
                    new FinalityStep(
                            Map.of("ETH", "0.05", "USDC", "100", "USDT", "100", "DAI", "100"), 2, confirmed(12)),
                    new FinalityStep(Map.of(), 12, FINALIZED)),
            Map.of("ETH", "0.25", "USDC", "500", "USDT", "500", "DAI", "500"),
            Map.of("ETH", "5", "USDC", "10000", "USDT", "10000", "DAI", "10000"),
            new EvmSettings.Pace(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            gas(20, true));

    private static final ChainPreset BASE_SEPOLIA = new ChainPreset(
            "base-sepolia",
            Optional.of(84532L),
            List.of("https://sepolia.base.org"),
            "ETH",
            Map.of("USDC", token("0x036CbD53842c5426634e7929541eC2318f3dCF7e", 6, "0.01")),
            List.of("USDC"),
            List.of(new FinalityStep(Map.of(), 1, confirmed(5))),
            Map.of(),
            Map.of(),
            new EvmSettings.Pace(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            gas(20, true));

    private static final ChainPreset LOCAL = new ChainPreset(
            "local",
            Optional.of(31337L),
            List.of("http://127.0.0.1:8545"),
            "ETH",
            Map.of(),
            List.of(),
            List.of(new FinalityStep(Map.of(), 1, confirmed(1))),
            Map.of(),
            Map.of(),
            new EvmSettings.Pace(Duration.ofSeconds(1), Duration.ofMillis(200)),
            gas(200, false));

    /** The preset of a network; for a name that is not known, one that leaves everything peculiar to be configured. */
    static ChainPreset of(String network) {
        return switch (network) {
            case "base" -> BASE;
            case "base-sepolia" -> BASE_SEPOLIA;
            case "local" -> LOCAL;
            default -> unknown(network);
        };
    }

    private static ChainPreset unknown(String network) {
        return new ChainPreset(
                network,
                Optional.empty(),
                List.of(),
                "ETH",
                Map.of(),
                List.of(),
                List.of(new FinalityStep(Map.of(), 12, confirmed(64))),
                Map.of(),
                Map.of(),
                new EvmSettings.Pace(Duration.ofSeconds(12), Duration.ofSeconds(2)),
                gas(200, false));
    }

    private static KnownToken token(String contract, int decimals, String refundFloor) {
        return new KnownToken(EvmAddress.parse(contract), decimals, refundFloor);
    }

    private static FinalityPolicy.Depth confirmed(long blocks) {
        return new FinalityPolicy.Depth.Confirmations(blocks);
    }

    private static GasPolicy gas(long maxFeeGwei, boolean rollupFees) {
        BigInteger maxFee = GWEI.multiply(BigInteger.valueOf(maxFeeGwei));
        return new GasPolicy(maxFee, MIN_TIP, GWEI.multiply(BigInteger.TWO), 300_000, 10, rollupFees);
    }
}
