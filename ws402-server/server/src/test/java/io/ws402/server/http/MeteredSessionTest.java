package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Settlement;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.TestServer;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions from proof to refund, through a real server and a real WebSocket. */
class MeteredSessionTest {
    private final TestServer server = TestServer.start().listen();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void startsSaysWhatIsUsedAndSettlesWhenThePayerEnds() throws InterruptedException {
        String paymentId = server.paid("echo", 60_000);
        Payer payer = server.connect("echo").prove(paymentId);
        JsonObject started = payer.await("session_started");
        assertEquals(60_000, started.getInteger("balance"));
        assertEquals("60000", started.getString("balanceAtomic"));
        assertEquals("echo", started.getString("resourceId"));
        JsonObject update = payer.await("usage_update");
        assertEquals(started.getString("sessionId"), update.getString("sessionId"));
        assertEquals(update.getLong("elapsedMs"), update.getLong("consumedAmount"));
        JsonObject ended = payer.say("ws402.end").await("ws402.session_ended");
        assertEquals("client_ended", ended.getString("reason"));
        assertEquals("60000", ended.getString("paid"));
        long refund = Long.parseLong(ended.getJsonObject("refund").getString("amount"));
        assertEquals(60_000, refund + Long.parseLong(ended.getString("consumed")));
        assertEquals(new Heard.Closed(1000, "client_ended"), payer.awaitClosed());
        assertEquals(1, server.provider().settles().size());
    }

    @Test
    void tellsAnExhaustedPayerInThisOrder() throws InterruptedException {
        Payer payer = server.connect("echo").prove(server.paid("echo", 350));
        payer.await("session_started");
        List<Heard> heard = payer.untilClosed();
        List<String> types = heard.stream()
                .filter(Heard.Message.class::isInstance)
                .map(message -> ((Heard.Message) message).type())
                .toList();
        assertEquals(
                List.of("usage_update", "balance_exhausted", "ws402.session_ended"),
                types.subList(types.size() - 3, types.size()));
        assertEquals(new Heard.Closed(1000, "balance_exhausted"), heard.getLast());
        Settlement settlement = server.provider().settlement("pay_1").orElseThrow();
        assertEquals(BigInteger.valueOf(350), settlement.consumed().units());
        assertEquals(List.of(), settlement.refunds());
    }

    @Test
    void endsAtTheMaximumDurationAndRefundsTheRest() throws InterruptedException {
        PricePlan plan = PricePlan.perSecond(BigInteger.TEN, 1);
        Payer payer = server.connect("echo").prove(server.paid("echo", 350, plan));
        payer.await("max_duration_reached");
        JsonObject ended = payer.await("ws402.session_ended");
        assertEquals("10", ended.getString("consumed"));
        assertEquals("340", ended.getJsonObject("refund").getString("amount"));
        assertEquals(1000, payer.awaitClosed().code());
    }

    @Test
    void settlesAtOnceWhenThePayerCloses() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        payer.socket().close();
        TestServer.until(() -> server.provider().settlement("pay_1").isPresent(), "the settlement");
        assertEquals("client_closed", server.provider().endReason("pay_1").orElseThrow());
        assertEquals(List.of(), server.provider().releases());
    }

    @Test
    void metersBytesAndMessagesOfBothDirections() throws InterruptedException {
        PricePlan plan = new PricePlan(BigInteger.ZERO, BigInteger.valueOf(1 << 20), BigInteger.valueOf(100), 3_600);
        Payer payer = server.connect("echo").prove(server.paid("echo", 10_000, plan));
        payer.await("session_started");
        payer.text("12345");
        assertEquals("12345", payer.awaitData());
        JsonObject ended = payer.say("ws402.end").await("ws402.session_ended");
        assertEquals("210", ended.getString("consumed"));
        assertEquals(10, server.provider().settles().getFirst().reading().bytes());
        assertEquals(2, server.provider().settles().getFirst().reading().messages());
    }

    @Test
    void endsTheMomentAFrameUsesUpTheBalance() throws InterruptedException {
        PricePlan plan = new PricePlan(BigInteger.ZERO, BigInteger.ZERO, BigInteger.valueOf(100), 3_600);
        Payer payer = server.connect("echo").prove(server.paid("echo", 500, plan));
        payer.await("session_started");
        for (int message = 0; message < 10; message++) {
            payer.text("m" + message);
        }
        List<Heard> heard = payer.untilClosed();
        assertEquals(2, heard.stream().filter(Heard.Data.class::isInstance).count());
        assertEquals(new Heard.Closed(1000, "balance_exhausted"), heard.getLast());
        assertEquals(
                BigInteger.valueOf(500), server.provider().settles().getFirst().consumed());
    }

    @Test
    void aProofInsideASessionIsApplicationData() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        payer.text(" {\"type\":\"payment_proof\",\"proof\":{}}");
        assertEquals(" {\"type\":\"payment_proof\",\"proof\":{}}", payer.awaitData());
    }

    @Test
    void aPaymentOpensOneSessionHoweverManySocketsShowIt() throws InterruptedException {
        String paymentId = server.paid("echo", 60_000);
        Payer first = server.connect("echo").prove(paymentId);
        first.await("session_started");
        Payer second = server.connect("echo").prove(paymentId);
        assertEquals("already_claimed", second.await("payment_rejected").getString("code"));
        assertEquals(new Heard.Closed(1008, "already_claimed"), second.awaitClosed());
    }

    @Test
    void pausesMeterAndTrafficAndGoesOn() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        assertTrue(payer.say("ws402.pause").await("ws402.paused").getLong("pauseLeftMs") > 0);
        payer.text("lost");
        assertEquals("paused", payer.await("ws402.error").getString("code"));
        assertEquals(
                "already_paused", payer.say("ws402.pause").await("ws402.error").getString("code"));
        payer.say("ws402.continue").await("ws402.resumed");
        payer.text("passes");
        assertEquals("passes", payer.awaitData());
    }

    @Test
    void answersControlsItCanNotCarryOutAndGoesOn() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        assertEquals(
                "unknown_control", payer.say("ws402.dance").await("ws402.error").getString("code"));
        payer.text("{\"type\":\"ws402.end\",");
        assertEquals("invalid_json", payer.await("ws402.error").getString("code"));
        assertEquals(
                "resume:pay_1:1", payer.say("ws402.token").await("ws402.token").getString("resumeToken"));
        payer.text("still here");
        assertEquals("still here", payer.awaitData());
    }

    @Test
    void takesAControlThatDoesNotBeginExactlySoForApplicationData() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        String lookalike = "{ \"type\": \"ws402.end\" }";
        payer.text(lookalike);
        assertEquals(lookalike, payer.awaitData());
        assertFalse(server.provider().settlement("pay_1").isPresent());
    }

    @Test
    void checkpointsAllSessionsInOneCallAndSettlesOnTopOfThem() throws InterruptedException {
        Payer one = server.open("echo", 60_000);
        Payer two = server.open("echo", 60_000);
        TestServer.until(
                () -> server.provider().checkpoints().stream().anyMatch(reports -> reports.size() == 2),
                "a checkpoint of both");
        one.say("ws402.end").await("ws402.session_ended");
        two.say("ws402.end").await("ws402.session_ended");
        assertInstanceOf(Heard.Closed.class, one.untilClosed().getLast());
        assertEquals(2, server.provider().settles().size());
    }
}
