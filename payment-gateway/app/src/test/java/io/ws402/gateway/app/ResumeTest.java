package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions that are taken up by another server. */
@ExtendWith(GatewayExtension.class)
final class ResumeTest {
    private static final String RESUME = "/api/sessions/resume";

    private final GatewayClient server;

    ResumeTest(GatewayClient server) {
        this.server = server;
    }

    @Test
    void goesOnWhereTheSessionWasReleased() {
        JsonObject grant = Payer.with(server, 300).session("ses_resumed");
        release(grant, 90);
        JsonObject resumed = server.post(RESUME, resume(grant, "ses_next").put("resourceId", "ticker"))
                .ok();
        assertEquals("ses_resumed", resumed.getString("sessionId"));
        assertTrue(resumed.getLong("leaseEpoch") > grant.getLong("leaseEpoch"));
        assertEquals(900, resumed.getJsonObject("reading").getInteger("elapsedMs"));
        assertEquals("100", resumed.getJsonObject("plan").getString("pricePerSecond"));
        server.post("/api/payment/settle", Payer.report(grant, 9, 100)).problem(409, "lease_lost");
        server.post(RESUME, resume(grant, "ses_third")).problem(409, "token_used");
        server.post("/api/payment/settle", Payer.report(resumed, 9, 100)).ok();
        server.post(RESUME, resume(resumed, "ses_fourth")).problem(410, "session_over");
    }

    @Test
    void takesAResumeThatDoesNotNameItsResource() {
        JsonObject grant = Payer.with(server, 300).session("ses_nameless");
        release(grant, 10);
        assertEquals(
                "ticker",
                server.post(RESUME, resume(grant, "ses_nameless_2")).ok().getString("resourceId"));
    }

    @Test
    void neverTakesALiveLease() {
        JsonObject grant = Payer.with(server, 300).session("ses_live");
        JsonObject problem = server.post(RESUME, resume(grant, "ses_thief")).problem(409, "lease_held");
        assertTrue(problem.getLong("retryAfterMs") > 0);
    }

    @Test
    void refusesAnotherResourceAndTokensOfNobody() {
        JsonObject grant = Payer.with(server, 300).session("ses_refused");
        release(grant, 10);
        server.post(RESUME, resume(grant, "ses_refused_2").put("resourceId", "other"))
                .problem(409, "resource_mismatch");
        server.post(RESUME, resume(grant, "ses_refused_3").put("resumeToken", "a.b.c"))
                .problem(401, "token_invalid");
        server.post(RESUME, resume(grant, "ses_refused_4").put("resumeToken", grant.getString("accessToken")))
                .problem(401, "token_invalid");
    }

    @Test
    void givesTheHolderAnotherAccessTokenUntilTheSessionIsOver() {
        JsonObject grant = Payer.with(server, 300).session("ses_renewed");
        JsonObject hold = new JsonObject()
                .put("paymentId", grant.getString("paymentId"))
                .put("leaseEpoch", grant.getLong("leaseEpoch"));
        JsonObject renewed = server.post("/api/sessions/token", hold).ok();
        assertTrue(renewed.getLong("accessTokenExpiresInMs") > 0);
        assertEquals(3, renewed.getString("accessToken").split("\\.").length);
        server.post("/api/sessions/token", hold.copy().put("leaseEpoch", 7)).problem(409, "lease_lost");
        server.post("/api/sessions/token", hold.copy().put("paymentId", "pay_none"))
                .problem(404, "unknown_payment");
        server.post("/api/payment/settle", Payer.report(grant, 1, 100)).ok();
        server.post("/api/sessions/token", hold).problem(410, "session_over");
    }

    @Test
    void showsAPauseToTheOtherServers() {
        JsonObject grant = Payer.with(server, 300).session("ses_paused");
        assertFalse(server.get("/api/sessions/ses_paused").ok().getBoolean("paused"));
        server.post(
                        "/api/sessions/checkpoint",
                        new JsonObject()
                                .put("serverId", "srv_1")
                                .put(
                                        "sessions",
                                        new JsonArray()
                                                .add(Payer.report(grant, 1, 10).put("paused", true))))
                .ok();
        JsonObject status = server.get("/api/sessions/ses_paused").ok();
        assertTrue(status.getBoolean("paused"));
        assertTrue(status.getLong("leaseExpiresInMs") > 0);
    }

    private void release(JsonObject grant, long consumed) {
        server.post(
                        "/api/sessions/release",
                        new JsonObject()
                                .put("serverId", "srv_1")
                                .put("sessions", new JsonArray().add(Payer.report(grant, 1, consumed))))
                .ok();
    }

    private static JsonObject resume(JsonObject grant, String sessionId) {
        return new JsonObject()
                .put("resumeToken", grant.getString("resumeToken"))
                .put("sessionId", sessionId)
                .put("serverId", "srv_2");
    }
}
