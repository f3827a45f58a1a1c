package io.ws402.server.http;

import static io.ws402.server.http.HttpBench.code;
import static io.ws402.server.http.HttpBench.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import io.ws402.server.http.HttpBench.Paid;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import io.ws402.server.testing.TokenSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets what {@code /ws402/http/{id}} hands out, on the server that holds the session and on another. */
final class HttpResourceTest {
    private static final String TEXT = "what was paid for";

    @TempDir
    private Path folder;

    private HttpBench bench;

    @BeforeEach
    void start() throws IOException {
        Path file = Files.writeString(folder.resolve("report.txt"), TEXT);
        bench = new HttpBench(
                config -> config.withPolicy(
                        new WebPolicy(null, TrustedProxies.of(List.of()), List.of("https://shop.example"), null)),
                HttpBench.file("report", file),
                HttpBench.file("other", file));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void opensWithTheTokenOfALiveSessionOnEveryServer() throws InterruptedException {
        Paid paid = bench.open("report");
        for (TestServer server : List.of(bench.one, bench.two)) {
            Answer answer = get(server, "report", paid.token());
            assertEquals(200, answer.status());
            assertEquals(TEXT, answer.body().toString());
            assertEquals("text/plain", answer.header("Content-Type"));
            assertEquals("private, no-store", answer.header("Cache-Control"));
            assertEquals("nosniff", answer.header("X-Content-Type-Options"));
            assertEquals("no-referrer", answer.header("Referrer-Policy"));
        }
    }

    @Test
    void asksForPaymentWithoutAToken() {
        Answer answer = bench.one.get("/ws402/http/report");
        assertEquals(402, answer.status());
        assertEquals("report", answer.json().getString("resourceId"));
        assertTrue(answer.json().getJsonObject("resourceInfo").getString("url").endsWith("/ws402/http/report"));
        assertEquals(402, bench.one.get("/ws402/http/report?access_token=a.b.c").status());
        assertEquals(
                402,
                bench.one
                        .get("/ws402/http/report", "Authorization", "Basic YTpi")
                        .status());
    }

    @Test
    void refusesTokensThatAreForgedExpiredOrForSomethingElse() throws InterruptedException {
        Paid paid = bench.open("report");
        TokenSigner stranger = new TokenSigner(bench.one.vertx());
        for (TestServer server : List.of(bench.one, bench.two)) {
            assertRefused("token_invalid", get(server, "report", "garbage"));
            assertRefused("token_invalid", get(server, "report", "a.b.c"));
            assertRefused("token_invalid", get(server, "report", paid.token() + "x"));
            assertRefused("token_invalid", get(server, "report", stranger.access(paid.sessionId(), "report")));
            assertRefused("token_invalid", get(server, "report", TokenSigner.unsigned(paid.sessionId(), "report")));
            assertRefused("token_invalid", get(server, "report", bench.signer.resume(paid.sessionId())));
            assertRefused("token_invalid", get(server, "report", bench.signer.expired(paid.sessionId(), "report", 60)));
            assertRefused("token_of_another_resource", get(server, "other", paid.token()));
            // Signed by this gateway for a session of another merchant: this server's key does not get to see it.
            assertRefused("unknown_session", get(server, "report", bench.signer.access("ses_foreign", "report")));
        }
    }

    @Test
    void refusesASessionThatTheGatewayKnowsForAnotherResource() throws InterruptedException {
        Paid paid = bench.open("other");
        assertRefused("unknown_session", get(bench.two, "report", bench.signer.access(paid.sessionId(), "report")));
    }

    @Test
    void closesWithAPauseOpensWithItsEndAndClosesWithTheSession() throws InterruptedException {
        Paid paid = bench.open("report");
        paid.payer().say("ws402.pause").await("ws402.paused");
        assertRefused("session_paused", get(bench.one, "report", paid.token()));
        TestServer.until(() -> get(bench.two, "report", paid.token()).status() == 403, "the pause on the other server");
        assertRefused("session_paused", get(bench.two, "report", paid.token()));
        paid.payer().say("ws402.continue").await("ws402.resumed");
        assertEquals(200, get(bench.one, "report", paid.token()).status());
        TestServer.until(() -> get(bench.two, "report", paid.token()).status() == 200, "its end on the other server");
        paid.payer().say("ws402.end").awaitClosed();
        assertRefused("session_not_live", get(bench.one, "report", paid.token()));
        TestServer.until(() -> get(bench.two, "report", paid.token()).status() == 403, "the end on the other server");
        assertRefused("session_not_live", get(bench.two, "report", paid.token()));
    }

    @Test
    void isClosedWhileNobodyHoldsTheSessionAndOpensAgainOnResume() throws InterruptedException {
        Paid paid = bench.open("report");
        ((WebSocketInternal) paid.payer().socket()).channelHandlerContext().close();
        TestServer.until(() -> get(bench.one, "report", paid.token()).status() == 403, "the release");
        assertRefused("session_not_live", get(bench.two, "report", paid.token()));
        var resumed = bench.two.connect("report");
        resumed.text("{\"type\":\"ws402.resume\",\"token\":\"resume:pay_1:1\"}").await("session_started");
        assertEquals(200, get(bench.two, "report", paid.token()).status());
        TestServer.until(
                () -> get(bench.one, "report", paid.token()).status() == 200, "the resume on the first server");
    }

    @Test
    void asksTheGatewayOnceForManyWhoWantToKnowAtATime() throws InterruptedException {
        Paid paid = bench.open("report");
        for (int i = 0; i < 20; i++) {
            assertEquals(200, get(bench.two, "report", paid.token()).status());
        }
        int asked = bench.provider.sessionsAsked();
        assertTrue(asked < 20, asked + " questions");
        assertEquals(200, get(bench.one, "report", paid.token()).status());
        assertEquals(asked, bench.provider.sessionsAsked(), "a server asks nobody about its own sessions");
    }

    @Test
    void saysThatItCanNotKnowWhileTheGatewayIsAway() throws InterruptedException {
        Paid paid = bench.open("report");
        assertEquals(200, get(bench.one, "report", paid.token()).status());
        // So that the other server has the keys.
        assertRefused("token_invalid", get(bench.two, "report", "garbage"));
        bench.provider.down(true);
        Answer answer = get(bench.two, "report", paid.token());
        assertEquals(503, answer.status());
        assertEquals("gateway_unavailable", code(answer));
        assertEquals(200, get(bench.one, "report", paid.token()).status());
    }

    @Test
    void answersOnlyWhatIsThere() throws InterruptedException {
        Paid paid = bench.open("report");
        assertEquals("unknown_resource", code(get(bench.one, "nothing", paid.token())));
        assertEquals("not_http", code(get(bench.one, "echo", paid.token())));
        assertEquals(404, get(bench.one, "report/more", paid.token()).status());
        for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS)) {
            Answer answer = bench.one.request(
                    method, "/ws402/http/report", "Authorization", "Bearer " + paid.token(), "Content-Length", "0");
            assertEquals(405, answer.status());
            assertEquals("GET, HEAD", answer.header("Allow"));
        }
        for (String path : List.of("report/..%2f..%2fetc%2fpasswd", "report/%2e%2e%2fx", "x/../report")) {
            int status = get(bench.one, path, paid.token()).status();
            assertTrue(status == 404 || status == 400, path + " gave " + status);
        }
    }

    @Test
    void givesHeadTheSameHeadersAndNoBody() throws InterruptedException {
        Paid paid = bench.open("report");
        Answer head =
                bench.one.request(HttpMethod.HEAD, "/ws402/http/report", "Authorization", "Bearer " + paid.token());
        assertEquals(200, head.status());
        assertEquals(Integer.toString(TEXT.length()), head.header("Content-Length"));
        assertEquals("bytes", head.header("Accept-Ranges"));
        assertEquals(0, head.body().length());
        assertEquals(200, get(bench.one, "report", paid.token()).status());
    }

    @Test
    void letsListedPagesAskWithTheirToken() throws InterruptedException {
        Answer preflight = bench.one.request(
                HttpMethod.OPTIONS,
                "/ws402/http/report",
                "Origin",
                "https://shop.example",
                "Access-Control-Request-Method",
                "GET",
                "Access-Control-Request-Headers",
                "authorization,range");
        assertEquals(204, preflight.status());
        assertEquals("https://shop.example", preflight.header("Access-Control-Allow-Origin"));
        assertEquals("GET, HEAD", preflight.header("Access-Control-Allow-Methods"));
        assertTrue(
                String.valueOf(preflight.header("Access-Control-Allow-Headers")).contains("Range"));
        Paid paid = bench.open("report");
        Answer listed = get(bench.one, "report", paid.token(), "Origin", "https://shop.example");
        assertEquals("https://shop.example", listed.header("Access-Control-Allow-Origin"));
        assertTrue(
                String.valueOf(listed.header("Access-Control-Expose-Headers")).contains("Content-Range"));
        Answer refused = get(bench.one, "report", "garbage", "Origin", "https://shop.example");
        assertEquals("https://shop.example", refused.header("Access-Control-Allow-Origin"));
        assertNull(get(bench.one, "report", paid.token(), "Origin", "https://evil.example")
                .header("Access-Control-Allow-Origin"));
        assertEquals(
                405,
                bench.one
                        .request(HttpMethod.OPTIONS, "/ws402/http/report", "Origin", "https://evil.example")
                        .status());
    }

    @Test
    void countsAndDropsWhatIsSentOverTheWebSocket() throws InterruptedException {
        Paid paid = bench.open("report");
        paid.payer().text("hello?").text("anybody?");
        TestServer.until(() -> usage(paid).getInteger("messageCount") == 2, "both counted");
        assertEquals(200, get(bench.one, "report", paid.token()).status());
    }

    private static JsonObject usage(Paid paid) {
        try {
            return paid.payer().await("usage_update");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(String code, Answer answer) {
        assertEquals(403, answer.status());
        assertEquals(code, code(answer));
        assertEquals("no-store", answer.header("Cache-Control"));
    }
}
