package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.Codes;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ws402.token} inside a session. */
final class AccessTokenRenewalTest {
    private final TestServer server = TestServer.start();

    @BeforeEach
    void listen() {
        server.listen();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void handsAYoungTokenOutAgainWithoutAskingTheGateway() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        for (int i = 0; i < 20; i++) {
            JsonObject answer = payer.say("ws402.token").await("ws402.token");
            assertEquals("access:pay_1", answer.getString("accessToken"));
            assertTrue(answer.getLong("expiresInMs") <= 900_000);
        }
    }

    @Test
    void renewsATokenThatRunsOutAndKeepsTheResumeToken() throws InterruptedException {
        Payer payer = openWithTokenThatHasRunOut();
        JsonObject answer = payer.say("ws402.token").await("ws402.token");
        assertEquals("access:pay_1:1", answer.getString("accessToken"));
        assertEquals("resume:pay_1:1", answer.getString("resumeToken"));
        assertEquals(
                "access:pay_1:1", payer.say("ws402.token").await("ws402.token").getString("accessToken"));
    }

    @Test
    void saysThatTheGatewayIsAwayWhenTheTokenThereIsHasRunOut() throws InterruptedException {
        Payer payer = openWithTokenThatHasRunOut();
        server.provider().down(true);
        assertEquals(
                Codes.GATEWAY_UNAVAILABLE,
                payer.say("ws402.token").await("ws402.error").getString("code"));
        server.provider().down(false);
        assertEquals(
                "access:pay_1:1", payer.say("ws402.token").await("ws402.token").getString("accessToken"));
    }

    @Test
    void saysSoWhereTheGatewayGivesNoTokens() throws InterruptedException {
        server.provider().withoutTokens();
        Payer payer = server.open("echo", 60_000);
        assertEquals(
                Codes.NOT_SUPPORTED,
                payer.say("ws402.token").await("ws402.error").getString("code"));
    }

    private Payer openWithTokenThatHasRunOut() throws InterruptedException {
        server.provider().accessTokenLifetime(0);
        return server.open("echo", 60_000);
    }
}
