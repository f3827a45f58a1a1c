package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.config.EvmSettingsReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LegacyEnvironmentTest {
    private static final String WALLET = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    private static final String KEY = "0x" + "1".repeat(64);

    @Test
    void makesAMethodOfTheVariablesOf01() {
        EvmSettings base = read(
                Map.of("MERCHANT_PRIVATE_KEY", KEY, "BASE_NETWORK", "base-sepolia", "BASE_RPC", "https://rpc.example"));
        assertEquals("base", base.id());
        assertEquals(84532, base.chainId());
        assertEquals("rpc.example", base.rpcUrls().getFirst().getHost());
        assertEquals(true, base.wallet().signer().isPresent());
    }

    @Test
    void isOnBaseAndKeylessWithAWalletAlone() {
        EvmSettings base = read(Map.of("MERCHANT_WALLET", WALLET));
        assertEquals(8453, base.chainId());
        assertEquals(true, base.wallet().signer().isEmpty());
    }

    @Test
    void leavesWhatIsConfiguredAlone() {
        JsonObject configured = new JsonObject("{\"evm\":[]}");
        assertEquals(configured, LegacyEnvironment.applyTo(configured, Map.of("MERCHANT_WALLET", WALLET)::get));
        JsonObject nothing = new JsonObject();
        assertFalse(LegacyEnvironment.applyTo(nothing, name -> null).containsKey("evm"));
    }

    private static EvmSettings read(Map<String, String> variables) {
        JsonObject methods = LegacyEnvironment.applyTo(new JsonObject(), variables::get);
        return new EvmSettingsReader(variables::get, true).read(methods).getFirst();
    }
}
