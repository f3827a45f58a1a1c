package io.ws402.gateway.methods.evm;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.evm.config.EvmSettingsReader;
import io.ws402.gateway.methods.signing.Environment;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables by which WS402 0.1 configured its gateway: {@code MERCHANT_WALLET}, {@code
 * MERCHANT_PRIVATE_KEY}, {@code BASE_RPC} and {@code BASE_NETWORK}.
 */
public final class LegacyEnvironment {
    private static final String WALLET = "MERCHANT_WALLET";
    private static final String PRIVATE_KEY = "MERCHANT_PRIVATE_KEY";
    private static final String RPC = "BASE_RPC";
    private static final String NETWORK = "BASE_NETWORK";

    private LegacyEnvironment() {}

    /**
     * The {@code methods:} section with a method {@code base} as these variables describe it; as it was when it has a key
     * {@code evm} already, or none of them names a wallet, key or endpoint.
     */
    public static JsonObject applyTo(JsonObject methods, Environment environment) {
        String wallet = value(environment, WALLET);
        String privateKey = value(environment, PRIVATE_KEY);
        String rpc = value(environment, RPC);
        if (methods.containsKey(EvmSettingsReader.FAMILY) || (wallet == null && privateKey == null && rpc == null)) {
            return methods;
        }
        String network = value(environment, NETWORK);
        JsonObject base = new JsonObject().put("id", "base").put("network", network == null ? "base" : network);
        if (wallet != null) {
            base.put("wallet", wallet);
        }
        if (privateKey != null) {
            base.put("privateKeyEnv", PRIVATE_KEY);
        }
        if (rpc != null) {
            base.put("rpcUrls", rpc);
        }
        return methods.copy().put(EvmSettingsReader.FAMILY, new JsonArray().add(base));
    }

    private static @Nullable String value(Environment environment, String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
