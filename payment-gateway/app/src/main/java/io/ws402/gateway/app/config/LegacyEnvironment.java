package io.ws402.gateway.app.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/**
 * The variables by which a 0.1 gateway was told its chain: {@code MERCHANT_WALLET}, {@code MERCHANT_PRIVATE_KEY}, {@code
 * BASE_RPC}, {@code BASE_NETWORK}, and {@code EVM_RPC_URL} for any other. They describe one EVM network, where the
 * configuration does not describe any itself.
 */
final class LegacyEnvironment {
    private static final String FAMILY = "evm";
    private static final String PRIVATE_KEY = "MERCHANT_PRIVATE_KEY";

    private LegacyEnvironment() {}

    /** The methods, with that network where it is described and not there already. */
    static JsonObject complete(JsonObject methods, Map<String, String> environment) {
        String wallet = value(environment, "MERCHANT_WALLET");
        boolean hasKey = !value(environment, PRIVATE_KEY).isEmpty();
        String base = value(environment, "BASE_RPC");
        String other = value(environment, "EVM_RPC_URL");
        String network = value(environment, "BASE_NETWORK");
        boolean described = !(wallet.isEmpty() && !hasKey && base.isEmpty() && other.isEmpty() && network.isEmpty());
        if (!described || methods.containsKey(FAMILY)) {
            return methods;
        }
        JsonObject evm = new JsonObject().put("network", network(network, base.isEmpty() && !other.isEmpty()));
        String urls = base.isEmpty() ? other : base;
        if (!urls.isEmpty()) {
            evm.put("rpcUrls", urls);
        }
        if (!wallet.isEmpty()) {
            evm.put("wallet", wallet);
        }
        if (hasKey) {
            // The method reads the key itself: it goes through no configuration, where it could be printed.
            evm.put("privateKeyEnv", PRIVATE_KEY);
        }
        return methods.copy().put(FAMILY, new JsonArray().add(evm));
    }

    private static String network(String network, boolean isOther) {
        return switch (network.toLowerCase(Locale.ROOT)) {
            case "" -> isOther ? "local" : "base";
            case "mainnet", "base-mainnet" -> "base";
            case "sepolia", "testnet" -> "base-sepolia";
            default -> network.toLowerCase(Locale.ROOT);
        };
    }

    private static String value(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }
}
