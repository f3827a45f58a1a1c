package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.TestKeys;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a session over HTTP, from the quote to the refund. */
@ExtendWith(GatewayExtension.class)
final class SessionFlowTest {
    private final GatewayClient server;
    private final GatewayClient operator;

    SessionFlowTest(GatewayClient server) {
        this.server = server;
        this.operator = server.as(TestKeys.OPERATOR);
    }

    @Test
    void givesBackWhatWasNotUsedOnTheRailThatPaid() {
        Payer payer = Payer.with(server, 1000);
        JsonObject details = payer.quote();
        assertEquals(300, details.getInteger("amount"));
        JsonObject grant = server.post("/api/payment/verify", payer.verifyRequest(details, "ses_flow"))
                .ok();
        assertTrue(grant.getBoolean("valid"));
        assertEquals("held", grant.getString("state"));
        assertEquals(300, grant.getInteger("amount"));
        assertEquals(BigInteger.valueOf(700), payer.balance());
        JsonObject recorded = server.post("/api/sessions/checkpoint", sessions(Payer.report(grant, 1, 100)))
                .ok();
        assertEquals(1, recorded.getInteger("recorded"));
        assertEquals(new JsonArray(), recorded.getJsonArray("over"));
        JsonObject live = server.get("/api/sessions/ses_flow").ok();
        assertEquals("100", live.getString("consumed"));
        JsonObject settled =
                server.post("/api/payment/settle", Payer.report(grant, 2, 120)).ok();
        assertEquals("120", settled.getString("consumed"));
        assertEquals("180", settled.getJsonArray("refunds").getJsonObject(0).getString("amount"));
        Eventually.holds(() -> payer.balance().equals(BigInteger.valueOf(880)));
        JsonObject over = server.get("/api/sessions/ses_flow").ok();
        assertEquals("settled", over.getString("state"));
        assertEquals("ended", over.getString("endReason"));
        Eventually.holds(() -> "confirmed"
                .equals(server.get("/api/sessions/ses_flow")
                        .ok()
                        .getJsonArray("refunds")
                        .getJsonObject(0)
                        .getString("state")));
        assertTrue(operator.get("/api/audit").ok().getBoolean("holds"));
    }

    @Test
    void answersASettleThatIsRepeatedWithTheFirstAnswer() {
        JsonObject grant = Payer.with(server, 300).session("ses_repeated");
        JsonObject first = server.post(
                        "/api/payment/settle", Payer.report(grant, 1, 50).put("reason", "client_ended"))
                .ok();
        JsonObject again =
                server.post("/api/payment/settle", Payer.report(grant, 2, 299)).ok();
        assertEquals(first.getString("consumed"), again.getString("consumed"));
        assertEquals(
                "client_ended", server.get("/api/sessions/ses_repeated").ok().getString("endReason"));
    }

    @Test
    void givesTheSameSessionTheSameAnswerAndEverybodyElseNone() {
        Payer payer = Payer.with(server, 300);
        JsonObject details = payer.quote();
        JsonObject first = server.post("/api/payment/verify", payer.verifyRequest(details, "ses_mine"))
                .ok();
        JsonObject same = server.post("/api/payment/verify", payer.verifyRequest(details, "ses_mine"))
                .ok();
        assertEquals(first.getString("paymentId"), same.getString("paymentId"));
        assertEquals(first.getLong("leaseEpoch"), same.getLong("leaseEpoch"));
        JsonObject other = server.post("/api/payment/verify", payer.verifyRequest(details, "ses_other"))
                .ok();
        assertFalse(other.getBoolean("valid"));
        assertEquals("already_claimed", other.getString("code"));
        assertEquals(first.getString("paymentId"), other.getString("paymentId"));
        assertEquals("held", other.getString("state"));
        assertFalse(other.getBoolean("retryable"));
    }

    @Test
    void doesNotTellAServerWhichPaymentAReferenceIsThatNobodyQuoted() {
        Payer payer = Payer.with(server, 300);
        JsonObject details = payer.quote().put("reference", "0".repeat(32));
        JsonObject answer = server.post("/api/payment/verify", payer.verifyRequest(details, "ses_unknown"))
                .ok();
        assertEquals("unknown_reference", answer.getString("code"));
        assertFalse(answer.containsKey("paymentId"));
    }

    @Test
    void listsPaymentsByPagesNewestFirst() {
        Payer payer = Payer.with(server, 300);
        for (int i = 0; i < 3; i++) {
            payer.quote();
        }
        JsonObject first = server.get("/api/payments?limit=2&state=quoted").ok();
        assertEquals(2, first.getJsonArray("payments").size());
        String cursor = first.getString("nextCursor");
        JsonObject second = server.get("/api/payments?limit=2&state=quoted&cursor=" + cursor)
                .ok();
        String last = first.getJsonArray("payments").getJsonObject(1).getString("paymentId");
        String next = second.getJsonArray("payments").getJsonObject(0).getString("paymentId");
        assertNotEquals(last, next);
        assertTrue(last.compareTo(next) > 0);
        assertEquals("quoted", server.get("/api/payments/" + next).ok().getString("state"));
    }

    @Test
    void showsAnOperatorWhatIsPending() {
        Payer payer = Payer.with(server, 300);
        String quoted = payer.quote().getString("paymentId");
        String held = Payer.with(server, 300).session("ses_pending").getString("paymentId");
        JsonObject pending = operator.get("/api/admin/pending").ok();
        assertTrue(pending.getJsonObject("quotes").encode().contains(quoted));
        assertTrue(pending.getJsonObject("held").encode().contains(held));
        assertEquals(0, pending.getJsonObject("collections").getInteger("total"));
    }

    @Test
    void countsWhatItDid() {
        Payer.with(server, 300).session("ses_counted");
        JsonObject stats = server.get("/api/stats").ok();
        assertTrue(stats.getLong("paymentsVerified") > 0);
        BigInteger volume = new BigInteger(stats.getJsonObject("totalVolume").getString("ws402:internal/credit:unit"));
        assertTrue(volume.compareTo(BigInteger.valueOf(300)) >= 0);
        assertEquals("credits", stats.getString("network"));
    }

    private static JsonObject sessions(JsonObject report) {
        return new JsonObject().put("serverId", "srv_1").put("sessions", new JsonArray().add(report));
    }
}
