package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import io.ws402.server.testing.TokenSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code GET /ws402/sessions/{id}}, with tokens signed as a gateway signs them. */
class SessionStatusTest {
    private final TestServer server = TestServer.start().listen();
    private final TokenSigner signer = new TokenSigner(server.vertx());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsAPayerItsOwnSessionAndItsRefund() throws InterruptedException {
        server.provider().publicKeys(signer.jwks());
        Payer payer = server.connect("echo").prove(server.paid("echo", 60_000));
        String sessionId = payer.await("session_started").getString("sessionId");
        String token = signer.access(sessionId, "echo");
        assertEquals("held", status(sessionId, token).json().getString("state"));
        payer.say("ws402.end").awaitClosed();
        JsonObject ended = status(sessionId, token).json();
        assertEquals("settled", ended.getString("state"));
        assertEquals("client_ended", ended.getString("endReason"));
    }

    @Test
    void refusesEveryOtherToken() {
        server.provider().publicKeys(signer.jwks());
        TokenSigner stranger = new TokenSigner(server.vertx());
        assertEquals(401, server.get("/ws402/sessions/ses_1").status());
        assertEquals(401, status("ses_1", "garbage").status());
        assertEquals(401, status("ses_1", stranger.access("ses_1", "echo")).status());
        assertEquals(401, status("ses_1", signer.resume("ses_1")).status());
        assertEquals(
                401, status("ses_1", signer.expired("ses_1", "echo", 25 * 3600)).status());
        assertEquals(403, status("ses_1", signer.access("ses_2", "echo")).status());
        assertEquals(404, status("ses_1", signer.access("ses_1", "echo")).status());
    }

    @Test
    void takesATokenForADayLongerSoThatARefundCanBeFollowed() throws InterruptedException {
        server.provider().publicKeys(signer.jwks());
        Payer payer = server.connect("echo").prove(server.paid("echo", 60_000));
        String sessionId = payer.await("session_started").getString("sessionId");
        assertEquals(
                200, status(sessionId, signer.expired(sessionId, "echo", 60)).status());
        assertEquals(
                200,
                status(sessionId, signer.expired(sessionId, "echo", 23 * 3600)).status());
    }

    @Test
    void takesNoUnsignedTokenWhereTheGatewayHasNoKeys() {
        server.provider().publicKeys(new JsonObject().put("keys", new JsonArray()));
        assertEquals(401, status("ses_1", TokenSigner.unsigned("ses_1", "echo")).status());
    }

    @Test
    void handsAPayerTheReceiptOfItsOwnSessionAlone() throws InterruptedException {
        server.provider().publicKeys(signer.jwks());
        Payer payer = server.connect("echo").prove(server.paid("echo", 60_000));
        String sessionId = payer.await("session_started").getString("sessionId");
        Answer own = receipt(sessionId, signer.access(sessionId, "echo"));
        assertEquals(200, own.status());
        assertEquals("signed." + sessionId + ".receipt", own.json().getString("receipt"));
        assertEquals("no-store", own.header("Cache-Control"));
        assertEquals(
                200, receipt(sessionId, signer.expired(sessionId, "echo", 60)).status());
        assertEquals(
                401, server.get("/ws402/sessions/" + sessionId + "/receipt").status());
        assertEquals(
                "token_of_another_session",
                receipt(sessionId, signer.access("ses_2", "echo")).json().getString("code"));
        assertEquals(401, receipt(sessionId, signer.resume(sessionId)).status());
    }

    @Test
    void saysThatThereIsNoReceiptOrThatTheGatewayIsAway() {
        server.provider().publicKeys(signer.jwks());
        Answer unknown = receipt("ses_1", signer.access("ses_1", "echo"));
        assertEquals(404, unknown.status());
        assertEquals("unknown_session", unknown.json().getString("code"));
        server.provider().down(true);
        Answer away = receipt("ses_1", signer.access("ses_1", "echo"));
        assertEquals(503, away.status());
        assertEquals("gateway_unavailable", away.json().getString("code"));
    }

    private Answer receipt(String sessionId, String token) {
        return server.get("/ws402/sessions/" + sessionId + "/receipt", "Authorization", "Bearer " + token);
    }

    private Answer status(String sessionId, String token) {
        return server.get("/ws402/sessions/" + sessionId, "Authorization", "Bearer " + token);
    }
}
