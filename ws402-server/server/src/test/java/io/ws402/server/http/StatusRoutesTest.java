package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusRoutesTest {
    private static final String OPERATOR_KEY = "an-operator-key-that-is-long-enough";

    private final FakeProvider provider = new FakeProvider();
    private final TestServer server = TestServer.start(
                    provider,
                    config -> config.withPolicy(
                            new WebPolicy(null, TrustedProxies.of(List.of()), List.of(), sha256(OPERATOR_KEY))))
            .listen();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void countsForAnybodyAndNamesSessionsForTheOperatorOnly() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        server.connect("echo");
        JsonObject status = server.get("/status").json();
        assertEquals("fake", status.getString("provider"));
        assertEquals(1, status.getInteger("activeSessions"));
        assertEquals(1, status.getInteger("unpaidSockets"));
        assertEquals(false, status.getBoolean("draining"));
        assertFalse(status.containsKey("sessions"));
        assertFalse(
                server.get("/status", "Authorization", "Bearer wrong").json().containsKey("sessions"));
        JsonObject full =
                server.get("/status", "Authorization", "Bearer " + OPERATOR_KEY).json();
        assertEquals(1, full.getJsonArray("sessions").size());
        payer.say("ws402.end").awaitClosed();
        TestServer.until(() -> server.get("/status").json().getInteger("activeSessions") == 0, "the end");
    }

    @Test
    void isReadyOnlyWhileTheGatewayAnswers() throws InterruptedException {
        assertEquals(200, server.get("/readyz").status());
        assertEquals("ok", server.get("/gateway-health").json().getString("status"));
        provider.down(true);
        TestServer.until(() -> server.get("/readyz").status() == 503, "not ready");
        assertEquals("gateway_unavailable", server.get("/readyz").json().getString("status"));
        assertEquals(503, server.get("/gateway-health").status());
        assertEquals(200, server.get("/livez").status());
    }

    @Test
    void countsUnderTheNamesThatDashboardsKnow() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        TestServer.until(() -> !provider.checkpoints().isEmpty(), "a checkpoint");
        Answer during = server.get("/metrics");
        assertTrue(during.body().toString().contains("\nws402_sessions_active 1.0\n"), during.body()::toString);
        payer.say("ws402.end").awaitClosed();
        String metrics = server.get("/metrics").body().toString();
        for (String line : List.of(
                "ws402_sessions_total{reason=\"client_ended\"} 1.0",
                "ws402_unpaid_sockets 0.0",
                "ws402_checkpoint_seconds_count{outcome=\"recorded\"}",
                "ws402_verify_seconds_count 1",
                "ws402_settle_seconds_count 1",
                "ws402_settle_retries_total 0.0",
                "ws402_release_retries_total 0.0",
                "ws402_reports_lost_total 0.0")) {
            assertTrue(metrics.contains("\n" + line), () -> line + " is not in\n" + metrics);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
