package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.rate.Rate;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What those hear who have not paid and ask too often. Nothing is given back while a test runs. */
class RateLimitTest {
    private static final Rate PLENTY = Rate.parse("1000/s burst 1000");
    private static final Rate TWO = Rate.parse("1/h burst 2");

    private final FakeProvider provider = new FakeProvider();
    private TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void refusesTermsPastTheRateAndAsksTheGatewayForNone() {
        listen(new RateLimits(TWO, PLENTY, PLENTY, PLENTY, PLENTY), List.of());
        assertEquals(200, server.get("/ws402/schema/echo").status());
        assertEquals(402, server.get("/ws402/echo").status());
        Answer refused = server.get("/ws402/schema/echo");
        assertEquals(429, refused.status());
        assertEquals("application/problem+json", refused.header("Content-Type"));
        assertEquals("rate_limited", refused.json().getString("code"));
        long waitMs = refused.json().getLong("retryAfterMs");
        assertTrue(waitMs > 3_000_000, () -> "wait " + waitMs);
        assertEquals(Long.toString((waitMs + 999) / 1_000), refused.header("Retry-After"));
        assertEquals(429, server.get("/ws402/echo").status());
        assertEquals(429, server.get("/?resourceId=echo").status());
        assertEquals(2, provider.quoted().size());
        assertTrue(
                server.get("/metrics").body().toString().contains("ws402_requests_refused_total{kind=\"schema\"} 3.0"));
    }

    @Test
    void refusesAHandshakePastTheRateBeforeTheUpgrade() {
        listen(new RateLimits(PLENTY, TWO, PLENTY, PLENTY, PLENTY), List.of());
        server.connect("echo");
        server.connect("echo");
        assertEquals(429, refusal("/ws402/echo"));
        assertEquals(429, refusal("/?resourceId=echo"));
        assertEquals(2, server.get("/status").json().getInteger("unpaidSockets"));
    }

    @Test
    void refusesAProofPastTheRateAndLeavesThePaymentGood() throws InterruptedException {
        listen(new RateLimits(PLENTY, PLENTY, TWO, PLENTY, PLENTY), List.of("127.0.0.1"));
        server.open("echo", 10_000);
        server.open("echo", 10_000);
        String payment = server.paid("echo", 10_000);
        Payer payer = server.connect("echo").prove(payment);
        JsonObject rejected = payer.await("payment_rejected");
        assertEquals("rate_limited", rejected.getString("code"));
        assertTrue(rejected.getLong("retryAfterMs") > 0);
        assertEquals(new Payer.Heard.Closed(1008, "rate_limited"), payer.awaitClosed());
        // The same proof from another address: the gateway was not asked before, and nothing is spent.
        Payer elsewhere = server.connect(
                        new WebSocketConnectOptions().setURI("/ws402/echo").addHeader("X-Forwarded-For", "203.0.113.7"))
                .prove(payment);
        assertEquals(10_000, elsewhere.await("session_started").getLong("balance"));
    }

    @Test
    void countsEverythingElseButTheProbes() {
        listen(new RateLimits(PLENTY, PLENTY, PLENTY, TWO, PLENTY), List.of());
        assertEquals(200, server.get("/status").status());
        assertEquals(404, server.get("/ws402/qr/none.svg").status());
        assertEquals(429, server.get("/status").status());
        assertEquals(429, server.get("/nothing/here").status());
        for (int i = 0; i < 5; i++) {
            assertEquals(200, server.get("/livez").status());
            assertEquals(200, server.get("/readyz").status());
        }
    }

    @Test
    void believesNobodyAboutTheirAddressButTrustedProxies() {
        listen(new RateLimits(TWO, PLENTY, PLENTY, PLENTY, PLENTY), List.of());
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    200,
                    server.get("/ws402/schema/echo", "X-Forwarded-For", "203.0.113." + i)
                            .status());
        }
        assertEquals(
                429,
                server.get("/ws402/schema/echo", "X-Forwarded-For", "203.0.113.9")
                        .status());
    }

    @Test
    void countsWhatComesThroughATrustedProxyByItsClients() {
        listen(new RateLimits(TWO, PLENTY, PLENTY, PLENTY, PLENTY), List.of("127.0.0.1"));
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    200,
                    server.get("/ws402/schema/echo", "X-Forwarded-For", "203.0.113." + i)
                            .status());
        }
        // What a client claims about itself stands before what the proxy saw.
        for (int i = 0; i < 3; i++) {
            int status = server.get("/ws402/schema/echo", "X-Forwarded-For", "198.51.100." + i + ", 203.0.113.77")
                    .status();
            assertEquals(i < 2 ? 200 : 429, status);
        }
        for (int i = 0; i < 3; i++) {
            int status = server.get("/ws402/schema/echo", "X-Forwarded-For", "2001:db8:1:1::" + i)
                    .status();
            assertEquals(i < 2 ? 200 : 429, status);
        }
    }

    @Test
    void letsASessionDoAsMuchAsItPaysFor() throws InterruptedException {
        listen(new RateLimits(TWO, TWO, TWO, TWO, TWO), List.of());
        Payer payer = server.open("echo", 1_000_000);
        for (int i = 0; i < 100; i++) {
            payer.text("message " + i);
            payer.say("ws402.token");
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("message " + i, payer.awaitData());
        }
        assertFalse(payer.socket().isClosed());
    }

    private int refusal(String uri) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> server.tryConnect(new WebSocketConnectOptions().setURI(uri))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        return assertInstanceOf(UpgradeRejectedException.class, failure.getCause())
                .getStatus();
    }

    private void listen(RateLimits rates, List<String> trusted) {
        server.close();
        server = TestServer.start(
                        provider,
                        config -> config.withLimits(
                                        new LimitsBuilder().rates(rates).build())
                                .withPolicy(new WebPolicy(null, TrustedProxies.of(trusted), List.of(), null)))
                .listen();
    }
}
