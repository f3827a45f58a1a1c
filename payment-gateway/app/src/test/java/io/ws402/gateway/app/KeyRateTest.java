package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.Reply;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often a key may call. Nothing is given back while a test runs. */
@ExtendWith(GatewayExtension.class)
final class KeyRateTest {
    private final Gateway gateway;
    private final GatewayClient client;

    KeyRateTest(GatewayClient server, Vertx vertx, ConnectionSettings database) {
        this.gateway = Await.of(Gateway.start(vertx, GatewayExtension.config(database, """
                limits: {rates: {payments: 1/h burst 3, sessions: 1/h burst 4, reads: 1/h burst 2}}
                """)));
        this.client = server.at(gateway.port());
    }

    @AfterEach
    void close() {
        Await.of(gateway.close());
    }

    @Test
    void keepsAndEndsSessionsHoweverManyQuotesItsKeyAsksFor() {
        Payer payer = Payer.with(client, 300);
        JsonObject grant = payer.session("ses_paid");
        // One of the three is left after this quote and its proof.
        payer.quote();
        for (int i = 0; i < 20; i++) {
            Reply refused = client.post("/api/payment/generate", Payer.quoteRequest());
            long waitMs = refused.problem(429, "rate_limited").getLong("retryAfterMs");
            assertEquals(
                    Long.toString((waitMs + 999) / 1000), refused.response().getHeader("Retry-After"));
        }
        JsonObject report = new JsonObject()
                .put("serverId", "srv_1")
                .put("sessions", new JsonArray().add(Payer.report(grant, 1, 5)));
        assertEquals(
                0,
                client.post("/api/sessions/checkpoint", report)
                        .ok()
                        .getJsonArray("over")
                        .size());
        client.post("/api/payment/settle", Payer.report(grant, 2, 7)).ok();
        assertTrue(client.as(null)
                .get("/metrics")
                .text()
                .contains("ws402_gateway_requests_refused_total{code=\"rate_limited\"} 20.0"));
    }

    @Test
    void countsEachKeyAndEachKindOfCallByItself() {
        client.get("/api/methods").ok();
        client.get("/api/methods").ok();
        client.get("/api/stats").problem(429, "rate_limited");
        client.as(TestKeys.OPERATOR).get("/api/stats").ok();
        JsonObject nothing = new JsonObject().put("serverId", "srv_1").put("sessions", new JsonArray());
        for (int i = 0; i < 4; i++) {
            client.post("/api/sessions/checkpoint", nothing).ok();
        }
        client.post("/api/sessions/release", nothing).problem(429, "rate_limited");
    }

    @Test
    void asksNoKeyOfProbesAndHoldsThemToNoRate() {
        for (int i = 0; i < 20; i++) {
            assertEquals(200, client.as(null).get("/readyz").status());
        }
    }
}
