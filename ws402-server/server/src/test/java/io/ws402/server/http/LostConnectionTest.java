package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.server.session.SessionRules;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.TestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a session when payer, gateway or server goes away in the middle. */
class LostConnectionTest {
    private final FakeProvider provider = new FakeProvider();
    private TestServer server = TestServer.start(provider, config -> config);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void releasesTheLeaseSoThatThePayerResumesWithWhatIsLeft() throws InterruptedException {
        server.listen();
        String paymentId = server.paid("echo", 60_000);
        Payer payer = server.connect("echo").prove(paymentId);
        String token = payer.await("session_started").getString("resumeToken");
        String sessionId = payer.await("usage_update").getString("sessionId");
        cut(payer);
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
        assertTrue(provider.settlement(paymentId).isEmpty());
        long consumed = provider.releases().getFirst().consumed().longValueExact();
        Payer again = server.connect("echo").say(resume(token));
        JsonObject resumed = again.await("session_started");
        assertEquals(true, resumed.getBoolean("resumed"));
        assertEquals(sessionId, resumed.getString("sessionId"));
        assertEquals(consumed, resumed.getLong("consumedAmount"));
        assertEquals("resume:pay_1:2", resumed.getString("resumeToken"));
        JsonObject ended = again.say("ws402.end").await("ws402.session_ended");
        assertTrue(Long.parseLong(ended.getString("consumed")) >= consumed);
        assertEquals(1, provider.settles().size());
        Payer late = server.connect("echo").say(resume(token));
        assertEquals("session_over", late.await("payment_rejected").getString("code"));
    }

    @Test
    void refusesATokenWhileAnotherServerHoldsTheSession() throws InterruptedException {
        server.listen();
        Payer payer = server.connect("echo").prove(server.paid("echo", 60_000));
        String token = payer.await("session_started").getString("resumeToken");
        Payer thief = server.connect("echo").say(resume(token));
        JsonObject rejected = thief.await("payment_rejected");
        assertEquals("lease_held", rejected.getString("code"));
        assertEquals(1_000, rejected.getLong("retryAfterMs"));
        assertEquals(1008, thief.awaitClosed().code());
        payer.text("still mine");
        assertEquals("still mine", payer.awaitData());
    }

    @Test
    void closesASessionThatIsNoLongerItsOwnWithoutSettling() throws InterruptedException {
        server.listen();
        Payer payer = server.open("echo", 60_000);
        provider.takeAway("pay_1", "payment_reversed");
        assertEquals("payment_reversed", payer.await("ws402.session_ended").getString("reason"));
        assertEquals(new Heard.Closed(1008, "payment_reversed"), payer.awaitClosed());
        assertEquals(List.of(), provider.settles());
        assertEquals(List.of(), provider.releases());
    }

    @Test
    void settlesAgainUntilTheGatewayAnswers() throws InterruptedException {
        server.listen();
        Payer payer = server.open("echo", 60_000);
        provider.loseSettleAnswers(2);
        JsonObject ended = payer.say("ws402.end").await("ws402.session_ended");
        assertEquals(3, provider.settles().size());
        assertEquals(1, provider.settles().stream().distinct().count());
        assertEquals("planned", ended.getJsonObject("refund").getString("state"));
    }

    @Test
    void handsASessionOverWhenTheGatewayDoesNotAnswerForTheOutageGrace() throws InterruptedException {
        server.close();
        server = TestServer.start(provider, config -> config.withSessions(outageGrace(Duration.ofMillis(400))))
                .listen();
        Payer payer = server.open("echo", 60_000);
        provider.down(true);
        String token = payer.await("ws402.migrate").getString("resumeToken");
        assertEquals(new Heard.Closed(1012, "outage"), payer.awaitClosed());
        provider.down(false);
        TestServer.until(() -> !provider.releases().isEmpty(), "the last reading");
        assertEquals(
                true,
                server.connect("echo")
                        .say(resume(token))
                        .await("session_started")
                        .getBoolean("resumed"));
    }

    @Test
    void handsEverySessionOverWhenItDrains() throws InterruptedException {
        server.listen();
        Payer paying = server.open("echo", 60_000);
        Payer waiting = server.connect("echo");
        server.stop();
        assertEquals("resume:pay_1:1", paying.await("ws402.migrate").getString("resumeToken"));
        assertEquals(new Heard.Closed(1012, "server_draining"), paying.awaitClosed());
        assertEquals(new Heard.Closed(1012, "server_draining"), waiting.awaitClosed());
        assertEquals(
                List.of("pay_1"),
                provider.releases().stream().map(MeterReport::paymentId).toList());
        assertEquals(List.of(), provider.settles());
    }

    @Test
    void letsGoOfAPayerWhoGivesNoSignOfLife() throws InterruptedException {
        server.close();
        server = TestServer.start(provider, config -> config.withSessions(idle(Duration.ofMillis(600))))
                .listen();
        Payer payer = server.open("echo", 60_000);
        // Not reading, the client does not answer pings either.
        payer.socket().pause();
        ((WebSocketInternal) payer.socket())
                .channelHandlerContext()
                .channel()
                .config()
                .setAutoRead(false);
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
        cut(payer);
        assertEquals(List.of(), provider.settles());
    }

    @Test
    void lostPayersLeaveTheirPlacesToOthers() throws InterruptedException {
        server.close();
        server = TestServer.start(
                        provider,
                        config -> config.withSessions(idle(Duration.ofMillis(600)))
                                .withLimits(new LimitsBuilder().sessions(2).build()))
                .listen();
        Payer deaf = server.open("echo", 60_000);
        ((WebSocketInternal) deaf.socket())
                .channelHandlerContext()
                .channel()
                .config()
                .setAutoRead(false);
        Payer broken = server.open("echo", 60_000);
        broken.socket().close((short) 1011, "the payer is broken");
        TestServer.until(() -> provider.releases().size() == 2, "the releases");
        assertEquals("first", server.open("echo", 60_000).text("first").awaitData());
        assertEquals("second", server.open("echo", 60_000).text("second").awaitData());
    }

    private static JsonObject resume(String token) {
        return new JsonObject().put("type", "ws402.resume").put("token", token);
    }

    /** Ends the TCP connection without a close frame. */
    private static void cut(Payer payer) {
        ((WebSocketInternal) payer.socket()).channelHandlerContext().close();
    }

    private static SessionRules outageGrace(Duration grace) {
        SessionRules rules = TestServer.rules();
        return new SessionRules(
                rules.checkpointInterval(),
                grace,
                rules.pingInterval(),
                rules.idleTimeout(),
                rules.pauseMax(),
                rules.balanceLowAt(),
                rules.settleAnswerWait(),
                rules.reportRetryFor());
    }

    private static SessionRules idle(Duration timeout) {
        SessionRules rules = TestServer.rules();
        return new SessionRules(
                rules.checkpointInterval(),
                rules.outageGrace(),
                rules.pingInterval(),
                timeout,
                rules.pauseMax(),
                rules.balanceLowAt(),
                rules.settleAnswerWait(),
                rules.reportRetryFor());
    }
}
