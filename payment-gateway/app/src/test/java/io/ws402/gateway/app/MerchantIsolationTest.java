package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.access.ApiKeys;
import io.ws402.gateway.access.Merchant;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.Identifiers;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two merchants, and two servers of one merchant, at one gateway. */
@ExtendWith(GatewayExtension.class)
final class MerchantIsolationTest {
    private final GatewayClient ours;
    private final GatewayClient ourOtherServer;
    private final GatewayClient theirs;
    private final GatewayClient theirOperator;

    MerchantIsolationTest(GatewayClient server, Vertx vertx, ConnectionSettings settings) {
        Database database = Await.of(
                Database.open(vertx, settings, DatabaseOptions.defaults().withConnections(1)));
        ApiKeys keys = new ApiKeys(database, Identifiers.system(), new SecureRandom(), System::nanoTime);
        Await.of(keys.ensure(new Merchant("mch_theirs", "Theirs", 0)));
        this.ours = server;
        this.ourOtherServer = server.as(key(keys, "mch_default", Role.SERVER));
        this.theirs = server.as(key(keys, "mch_theirs", Role.SERVER));
        this.theirOperator = server.as(key(keys, "mch_theirs", Role.OPERATOR));
        database.close();
    }

    private static String key(ApiKeys keys, String merchantId, Role role) {
        return Await.of(keys.create(merchantId, role, "test")).secret();
    }

    @Test
    void hidesPaymentsAndSessionsFromOtherMerchants() {
        JsonObject grant = Payer.with(ours, 300).session("ses_ours");
        String payment = "/api/payments/" + grant.getString("paymentId");
        ours.get(payment).ok();
        theirs.get(payment).problem(404, "unknown_payment");
        theirOperator.get(payment).problem(404, "unknown_payment");
        theirOperator.get("/api/sessions/ses_ours").problem(404, "unknown_session");
        theirs.get("/api/sessions/ses_ours/receipt").problem(404, "unknown_session");
        theirOperator.get("/api/sessions/ses_ours/receipt").problem(404, "unknown_session");
        assertEquals(
                0,
                theirOperator.get("/api/payments").ok().getJsonArray("payments").size());
        JsonObject pending = theirOperator.get("/api/admin/pending").ok();
        assertEquals(0, pending.getJsonObject("held").getInteger("total"));
        assertEquals(0, theirOperator.get("/api/admin/payer-credit").ok().getInteger("total"));
        assertEquals(0L, theirOperator.get("/api/stats").ok().getLong("paymentsVerified"));
    }

    @Test
    void letsNobodyClaimMeterSettleOrResumeWhatIsAnothers() {
        Payer payer = Payer.with(ours, 300);
        JsonObject details = payer.quote();
        JsonObject claim = theirs.post("/api/payment/verify", payer.verifyRequest(details, "ses_thief"))
                .ok();
        assertFalse(claim.getBoolean("valid"));
        assertEquals("unknown_reference", claim.getString("code"));
        JsonObject grant = ours.post("/api/payment/verify", payer.verifyRequest(details, "ses_victim"))
                .ok();
        JsonObject report = new JsonObject()
                .put("serverId", "srv_1")
                .put("sessions", new JsonArray().add(Payer.report(grant, 1, 300)));
        for (GatewayClient other : new GatewayClient[] {theirs, theirOperator}) {
            assertEquals(
                    "unknown_payment",
                    other.post("/api/sessions/checkpoint", report)
                            .ok()
                            .getJsonArray("over")
                            .getJsonObject(0)
                            .getString("code"));
            other.post("/api/payment/settle", Payer.report(grant, 1, 300)).problem(404, "unknown_payment");
        }
        ours.post("/api/sessions/release", report.copy()).ok();
        theirs.post(
                        "/api/sessions/resume",
                        new JsonObject()
                                .put("resumeToken", grant.getString("resumeToken"))
                                .put("sessionId", "ses_thief_2")
                                .put("serverId", "srv_9")
                                .put("resourceId", "ticker"))
                .problem(401, "token_invalid");
    }

    @Test
    void showsAServerOfTheSameMerchantOnlyWhatItQuotedOrHolds() {
        Payer payer = Payer.with(ours, 300);
        String path = "/api/payments/" + payer.quote().getString("paymentId");
        ourOtherServer.get(path).problem(404, "unknown_payment");
        ours.as(TestKeys.OPERATOR).get(path).ok();
        ourOtherServer
                .post("/api/payment/settle", Payer.report(payer.session("ses_elsewhere"), 1, 1))
                .problem(404, "unknown_payment");
    }

    @Test
    void letsAnotherServerOfTheSameMerchantResume() {
        JsonObject grant = Payer.with(ours, 300).session("ses_moves");
        ours.post(
                        "/api/sessions/release",
                        new JsonObject()
                                .put("serverId", "srv_1")
                                .put("sessions", new JsonArray().add(Payer.report(grant, 1, 5))))
                .ok();
        JsonObject resumed = ourOtherServer
                .post(
                        "/api/sessions/resume",
                        new JsonObject()
                                .put("resumeToken", grant.getString("resumeToken"))
                                .put("sessionId", "ses_moves_2")
                                .put("serverId", "srv_2"))
                .ok();
        assertTrue(resumed.getBoolean("valid"));
        ourOtherServer.get("/api/payments/" + grant.getString("paymentId")).ok();
    }
}
