package io.ws402.proxy;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.AcceptedAsset;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds out from the documents of a 0.1 gateway, which names chains and coins for people, what its amounts are of. */
final class LegacyAssets {
    private static final int ETH_DECIMALS = 18;
    private static final int SOL_DECIMALS = 9;
    private static final String SOLANA_MAINNET = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";
    private static final Map<String, String> SOLANA_CLUSTERS = Map.of(
            "devnet", "EtWTRABZaYq6iMfeYKouRu166VU2xqa1",
            "testnet", "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z");

    private LegacyAssets() {}

    /** The asset of payment details, or of {@code /api/stats}; an unknown rail's is named after what the gateway calls it. */
    static Asset asset(JsonObject document) {
        String chain = chain(document);
        Optional<String> token = text(document, "tokenAddress").or(() -> text(document, "splToken"));
        if (token.isPresent()) {
            boolean evm = chain.startsWith("eip155:");
            String local = evm ? "/erc20:" + token.get().toLowerCase(Locale.ROOT) : "/token:" + token.get();
            // 0.1 does not say how many decimals a token has: amounts are shown in smallest units rather than guessed.
            return new Asset(
                    new AssetId(chain + local), text(document, "currency").orElse("TOKEN"), 0);
        }
        if (chain.startsWith("eip155:")) {
            return new Asset(new AssetId(chain + "/slip44:60"), "ETH", ETH_DECIMALS);
        }
        if (chain.startsWith("solana:")) {
            return new Asset(new AssetId(chain + "/slip44:501"), "SOL", SOL_DECIMALS);
        }
        String unit = text(document, "currency").orElse("unit");
        return new Asset(new AssetId(chain + "/unit:" + word(unit)), unit, 0);
    }

    static AcceptedAsset accepted(JsonObject document) {
        return new AcceptedAsset(
                rail(document), text(document, "network").orElse(rail(document)), asset(document), true);
    }

    private static String chain(JsonObject document) {
        if (document.getValue("chainId") instanceof Number chainId && !(chainId instanceof java.math.BigDecimal)) {
            return "eip155:" + new BigInteger(chainId.toString());
        }
        if (rail(document).equals("solana")) {
            String cluster = text(document, "network").orElse("");
            return "solana:" + SOLANA_CLUSTERS.getOrDefault(cluster, SOLANA_MAINNET);
        }
        return "ws402-0:" + word(rail(document));
    }

    private static String rail(JsonObject document) {
        return text(document, "type")
                .or(() -> text(document, "provider"))
                .orElse("default")
                .toLowerCase(Locale.ROOT);
    }

    private static String word(String text) {
        String word = text.replaceAll("[^a-zA-Z0-9]", "");
        return word.isEmpty() ? "unknown" : word.substring(0, Math.min(32, word.length()));
    }

    private static Optional<String> text(JsonObject document, String field) {
        return document.getValue(field) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }
}
