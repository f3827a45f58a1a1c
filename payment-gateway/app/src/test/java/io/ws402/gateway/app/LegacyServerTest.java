package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a WS402 0.1 server sends, and gets. */
@ExtendWith(GatewayExtension.class)
final class LegacyServerTest {
    private static final String VERIFY = "/api/payment/verify";
    private static final String REFUND = "/api/payment/refund";

    private final GatewayClient server;

    LegacyServerTest(GatewayClient server) {
        this.server = server;
    }

    @Test
    void holdsForAServerThatNamesNoSessionAndGivesBackWhatItSays() {
        Payer payer = Payer.with(server, 300);
        JsonObject request = call(payer.proof(quote()), 1);
        JsonObject held = server.post(VERIFY, request).ok();
        assertTrue(held.getBoolean("valid"));
        assertEquals(300, held.getInteger("amount"));
        assertFalse(held.containsKey("resumeToken"));
        JsonObject refund =
                server.post(REFUND, request.copy().put("amount", 120)).ok();
        assertEquals(120, refund.getInteger("amount"));
        assertTrue(refund.getString("recipient").endsWith(payer.account()), refund::encode);
        Eventually.holds(() -> payer.balance().equals(BigInteger.valueOf(120)));
        Eventually.holds(() -> "success"
                .equals(server.post(REFUND, request.copy().put("amount", 120))
                        .ok()
                        .getString("status")));
    }

    @Test
    void givesARepeatedVerifyTheSameAnswerAndAnotherOneNone() {
        Payer payer = Payer.with(server, 300);
        JsonObject proof = payer.proof(quote());
        String paymentId = server.post(VERIFY, call(proof, 7)).ok().getString("paymentId");
        JsonObject same = server.post(VERIFY, call(proof, 7)).ok();
        assertTrue(same.getBoolean("valid"));
        assertEquals(paymentId, same.getString("paymentId"));
        JsonObject other = server.post(VERIFY, call(proof, 8)).ok();
        assertFalse(other.getBoolean("valid"));
        assertEquals("already_claimed", other.getString("code"));
        assertEquals(0, other.getInteger("amount"));
    }

    @Test
    void givesAnotherProofOfTheSameReferenceAndTimestampNoAnswer() {
        JsonObject details = quote();
        JsonObject held = call(Payer.with(server, 300).proof(details), 7);
        server.post(VERIFY, held).ok();
        JsonObject other = server.post(VERIFY, call(Payer.with(server, 300).proof(details), 7))
                .ok();
        assertFalse(other.getBoolean("valid"), other::encode);
        assertEquals("already_claimed", other.getString("code"));
        assertTrue(server.post(VERIFY, held).ok().getBoolean("valid"));
    }

    @Test
    void refusesASecondRefundOfAnotherAmountAndShowsTheFirst() {
        Payer payer = Payer.with(server, 300);
        JsonObject request = call(payer.proof(quote()), 1);
        server.post(VERIFY, request).ok();
        server.post(REFUND, request.copy().put("amount", 100)).ok();
        JsonObject problem =
                server.post(REFUND, request.copy().put("amount", 200)).problem(409, "already_settled");
        assertEquals(100, problem.getJsonObject("first").getInteger("amount"));
    }

    @Test
    void readsARefundAboveTwoToThe53AsTheDoubleThatJavaScriptMeans() {
        long balance = 30_000_000_000_000_008L;
        long asJavaScriptWritesIt = 30_000_000_000_000_010L;
        Payer payer = Payer.with(server, balance);
        JsonObject request = call(payer.proof(quote(balance)), 1);
        server.post(VERIFY, request).ok();
        JsonObject refund = server.post(REFUND, request.copy().put("amount", asJavaScriptWritesIt))
                .ok();
        assertEquals(balance, refund.getLong("amount"));
        Eventually.holds(() -> payer.balance().equals(BigInteger.valueOf(balance)));
        server.post(REFUND, request.copy().put("amount", Long.toString(asJavaScriptWritesIt)))
                .problem(409, "already_settled");
    }

    @Test
    void capturesAllWhenNothingIsToGoBack() {
        Payer payer = Payer.with(server, 300);
        JsonObject request = call(payer.proof(quote()), 1);
        server.post(VERIFY, request).ok();
        JsonObject refund = server.post(REFUND, request.copy().put("amount", 0)).ok();
        assertEquals("success", refund.getString("status"));
        assertEquals(0, refund.getInteger("amount"));
    }

    @Test
    void saysWhyNothingCanGoBack() {
        Payer payer = Payer.with(server, 300);
        JsonObject details = quote();
        JsonObject request = call(payer.proof(details), 1);
        server.post(REFUND, request.copy().put("amount", 1)).problem(409, "not_held");
        JsonObject unknown = call(payer.proof(details.copy().put("reference", "f".repeat(32))), 1);
        server.post(REFUND, unknown.put("amount", 1)).problem(404, "unknown_payment");
        server.post(VERIFY, request).ok();
        server.post(REFUND, request.copy().put("amount", 301)).problem(409, "amount_mismatch");
    }

    /** What a 0.1 server asks for: no plan. */
    private JsonObject quote() {
        return quote(300);
    }

    private JsonObject quote(long amount) {
        return server.post(
                        "/api/payment/generate",
                        new JsonObject()
                                .put("amount", amount)
                                .put("resourceId", "ticker")
                                .put("estimatedDuration", 3))
                .ok();
    }

    private static JsonObject call(JsonObject proof, long timestamp) {
        return new JsonObject().put("proof", proof).put("timestamp", timestamp);
    }
}
