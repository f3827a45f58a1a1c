package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.AnvilExtension;
import io.ws402.devnet.EvmDevnet;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodFactory;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AnvilExtension.class)
final class EvmMethodFactoryTest {
    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(ServiceLoader.load(PaymentMethodFactory.class).stream()
                .anyMatch(provider -> provider.type() == EvmMethodFactory.class));
    }

    @Test
    void makesAMethodForEachNetwork(EvmDevnet devnet) {
        try (EvmRail rail = new EvmRail(devnet)) {
            JsonObject other = rail.configuration()
                    .put("id", "gnosis")
                    .put("network", "gnosis")
                    .put("chainId", 100);
            PaymentMethod gnosis = rail.create(other);
            assertEquals("gnosis", gnosis.describe().id());
            assertEquals("eip155:100", gnosis.describe().chain());
            assertEquals("local", rail.method().describe().id());
            assertEquals(new JsonArray().add("ETH").add("USDC").add("USDT"), symbols(rail.method()));
        }
    }

    private static JsonArray symbols(PaymentMethod method) {
        JsonArray symbols = new JsonArray();
        method.describe().assets().forEach(asset -> symbols.add(asset.symbol()));
        return symbols;
    }
}
