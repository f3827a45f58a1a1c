package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.Reply;
import io.ws402.gateway.app.testing.TestKeys;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session that is topped up, over HTTP. */
@ExtendWith(GatewayExtension.class)
final class TopUpFlowTest {
    private final GatewayClient server;
    private final Payer payer;
    private final JsonObject grant;

    TopUpFlowTest(GatewayClient server) {
        this.server = server;
        this.payer = Payer.with(server, 1000);
        this.grant = payer.session("ses_" + payer.account());
    }

    private JsonObject request() {
        return Payer.quoteRequest()
                .put("amount", 200)
                .put(
                        "topUp",
                        new JsonObject()
                                .put("paymentId", grant.getString("paymentId"))
                                .put("leaseEpoch", grant.getLong("leaseEpoch")));
    }

    private Reply topUp(JsonObject details) {
        return server.post(
                "/api/payment/topup",
                new JsonObject()
                        .put("paymentId", grant.getString("paymentId"))
                        .put("leaseEpoch", grant.getLong("leaseEpoch"))
                        .put("proof", payer.proof(details)));
    }

    @Test
    void addsADepositThatComesBackByItself() {
        JsonObject details = server.post("/api/payment/generate", request()).ok();
        JsonObject added = topUp(details).ok();
        assertEquals("200", added.getString("amount"));
        assertEquals("500", added.getString("balance"));
        assertEquals(added, topUp(details).ok());
        JsonObject recorded = server.post(
                        "/api/sessions/checkpoint",
                        new JsonObject()
                                .put("serverId", "srv_1")
                                .put("sessions", new JsonArray().add(Payer.report(grant, 1, 350))))
                .ok();
        assertEquals("500", recorded.getJsonArray("toppedUp").getJsonObject(0).getString("balance"));
        JsonObject payment =
                server.get("/api/payments/" + grant.getString("paymentId")).ok();
        assertEquals(2, payment.getJsonArray("deposits").size());
        JsonObject settled =
                server.post("/api/payment/settle", Payer.report(grant, 2, 350)).ok();
        assertEquals("150", settled.getJsonArray("refunds").getJsonObject(0).getString("amount"));
        Eventually.holds(() -> payer.balance().equals(BigInteger.valueOf(650)));
        assertTrue(server.as(TestKeys.OPERATOR).get("/api/audit").ok().getBoolean("holds"));
    }

    @Test
    void isRefusedInThePlaceWhereItWentWrong() {
        JsonObject details = server.post("/api/payment/generate", request()).ok();
        assertEquals(
                "top_up_mismatch",
                server.post("/api/payment/verify", payer.verifyRequest(details, "ses_of_its_own"))
                        .ok()
                        .getString("code"));
        server.post("/api/payment/generate", request().put("asset", "GOLD")).problem(400, "unknown_asset");
        JsonObject stale = request();
        stale.getJsonObject("topUp").put("leaseEpoch", 7);
        server.post("/api/payment/generate", stale).problem(409, "lease_lost");
        server.post("/api/payment/settle", Payer.report(grant, 1, 0)).ok();
        server.post("/api/payment/generate", request()).problem(410, "session_over");
        topUp(details).problem(410, "session_over");
        Eventually.holds(() -> payer.balance().equals(BigInteger.valueOf(1000)));
    }
}
