package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.ManualClock;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The keys by which payers check receipts, at the server that they can reach. */
class ReceiptKeysTest {
    private static final JsonObject KEYS =
            new JsonObject().put("keys", new JsonArray().add(new JsonObject().put("kty", "OKP")));

    private final FakeProvider provider = new FakeProvider();
    private final ManualClock clock = new ManualClock();
    private final ReceiptKeyRoutes routes = new ReceiptKeyRoutes(provider, clock);

    @Test
    void showsAnybodyTheGatewaysKeys() {
        try (TestServer server = TestServer.start().listen()) {
            server.provider().publicKeys(KEYS);
            Answer answer = server.get(GatewayApi.RECEIPT_KEYS);
            assertEquals(200, answer.status());
            assertEquals(KEYS, answer.json());
        }
    }

    @Test
    void saysThatTheGatewayIsAwayWhileItHasNeverAnswered() {
        try (TestServer server = TestServer.start().listen()) {
            server.provider().down(true);
            Answer answer = server.get(GatewayApi.RECEIPT_KEYS);
            assertEquals(503, answer.status());
            assertEquals("gateway_unavailable", answer.json().getString("code"));
        }
    }

    @Test
    void asksTheGatewayOnceInAMinuteHoweverManyAsk() {
        provider.publicKeys(KEYS);
        for (int i = 0; i < 100; i++) {
            assertEquals(KEYS, TestServer.await(routes.keys()));
        }
        assertEquals(1, provider.receiptKeysAsked());
        clock.advance(Duration.ofSeconds(61));
        TestServer.await(routes.keys());
        assertEquals(2, provider.receiptKeysAsked());
    }

    @Test
    void goesByWhatTheGatewaySaidLastWhileItIsAway() {
        provider.publicKeys(KEYS);
        TestServer.await(routes.keys());
        provider.down(true);
        clock.advance(Duration.ofSeconds(61));
        assertEquals(KEYS, TestServer.await(routes.keys()));
        provider.down(false);
        JsonObject rotated = new JsonObject().put("keys", new JsonArray());
        provider.publicKeys(rotated);
        assertEquals(KEYS, TestServer.await(routes.keys()), "not asked again at once");
        clock.advance(Duration.ofSeconds(3));
        assertEquals(rotated, TestServer.await(routes.keys()));
    }

    @Test
    void asksAgainSoonAfterAFirstFailure() {
        provider.down(true);
        assertTrue(TestServer.failure(routes.keys()).getMessage() != null);
        provider.down(false);
        provider.publicKeys(KEYS);
        clock.advance(Duration.ofSeconds(3));
        assertEquals(KEYS, TestServer.await(routes.keys()));
    }
}
