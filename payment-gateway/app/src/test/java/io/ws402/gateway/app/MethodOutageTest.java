package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.contract.SampleBodies;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway one of whose chains does not answer. */
@ExtendWith(GatewayExtension.class)
final class MethodOutageTest {
    private static final String DEAD_CHAIN = """
            defaultMethod: credits
            quotes: {openPerAddress: 2}
            methods:
              evm:
                - network: local
                  rpcUrls: [http://127.0.0.1:1]
                  wallet: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
            """;

    private final Gateway gateway;
    private final GatewayClient server;

    MethodOutageTest(GatewayClient healthy, Vertx vertx, ConnectionSettings database) {
        this.gateway = Await.of(Gateway.start(vertx, GatewayExtension.config(database, DEAD_CHAIN)));
        this.server = healthy.at(gateway.port());
    }

    @AfterEach
    void close() {
        Await.of(gateway.close());
    }

    @Test
    void servesWithTheMethodsThatWork() {
        JsonObject health = server.get("/api/health").ok();
        assertEquals("degraded", health.getString("status"));
        assertEquals("ok", health.getJsonObject("methods").getString("credits"));
        assertEquals(200, server.get("/readyz").status());
        JsonObject methods = server.get("/api/methods").ok();
        for (Object each : methods.getJsonArray("methods")) {
            JsonObject method = (JsonObject) each;
            assertEquals(method.getString("id").equals("credits"), method.getBoolean("enabled"));
        }
        assertFalse(health.encode().contains("127.0.0.1"));
        JsonObject quote = SampleBodies.of("generatePayment");
        quote.remove("asset");
        server.post("/api/payment/generate", quote.put("method", "local")).problem(503, "method_unavailable");
        Payer.with(server, 300).session("ses_meanwhile");
    }

    @Test
    void quotesAnAddressOnlySoManyAtATime() {
        JsonObject quote = Payer.quoteRequest().put("payerAddress", "203.0.113.7");
        server.post("/api/payment/generate", quote).ok();
        server.post("/api/payment/generate", quote).ok();
        server.post("/api/payment/generate", quote).problem(429, "too_many_open_quotes");
        server.post("/api/payment/generate", quote.copy().put("payerAddress", "203.0.113.8"))
                .ok();
    }
}
