package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.LiveSession;
import io.ws402.demo.client.ResourceAddress;
import io.ws402.demo.client.SessionListener;
import io.ws402.demo.client.SessionOrder;
import io.ws402.demo.client.SessionOutcome;
import io.ws402.demo.system.Endpoints;
import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A picture that is shown as long as its session is open, on both servers. */
class HttpResourceTest extends WholePath {
    private static final String POSTER = "poster";
    private static final int PATIENCE_SECONDS = 20;

    private final HttpClient http = HttpClient.newHttpClient();

    HttpResourceTest(WholeSystem whole) {
        super(whole);
    }

    @Test
    void aPictureIsShownOnEveryServerAsLongAsItsSessionIsOpenAndNotPaused() throws Exception {
        CreditsWallet payer = credits(1_000_000);
        CompletableFuture<LiveSession> live = new CompletableFuture<>();
        CompletableFuture<String> token = new CompletableFuture<>();
        SessionOrder order = SessionOrder.of(new ResourceAddress(server(1), POSTER), 120, Duration.ofMinutes(2));
        CompletableFuture<SessionOutcome> outcome = CompletableFuture.supplyAsync(() -> run(order, payer, live, token));
        LiveSession session = live.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String access = token.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        HttpResponse<String> whole = get(1, access);
        assertEquals(200, whole.statusCode());
        assertEquals("image/svg+xml", whole.headers().firstValue("Content-Type").orElse(""));
        assertTrue(whole.body().startsWith("<svg"), whole.body());
        HttpResponse<String> part = get(1, access, "Range", "bytes=0-3");
        assertEquals(206, part.statusCode());
        assertEquals("<svg", part.body());
        HttpResponse<String> elsewhere = get(2, access);
        assertEquals(200, elsewhere.statusCode());
        assertEquals(whole.headers().firstValue("ETag"), elsewhere.headers().firstValue("ETag"));

        session.send("{\"type\":\"ws402.pause\"}");
        for (int server : List.of(1, 2)) {
            awaitStatus(server, access, 403);
            assertEquals("session_paused", code(get(server, access)));
        }
        session.send("{\"type\":\"ws402.continue\"}");
        awaitStatus(1, access, 200);
        awaitStatus(2, access, 200);

        session.end();
        assertRefunded(ended(outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS)));
        for (int server : List.of(1, 2)) {
            awaitStatus(server, access, 403);
            assertEquals("session_not_live", code(get(server, access)));
        }
        assertEquals(402, get(1, null).statusCode());
        assertLedgerBalances();
    }

    @Test
    void theDemoNamesItsHttpResource() {
        Endpoints.Resource poster = system().endpoints().resources().stream()
                .filter(resource -> resource.kind().equals("http"))
                .findFirst()
                .orElseThrow();
        assertEquals(server(1).resolve("/ws402/http/" + POSTER), poster.url());
        assertEquals(
                new ResourceAddress(server(1), POSTER),
                ResourceAddress.parse(poster.url().toString()));
    }

    private SessionOutcome run(
            SessionOrder order,
            CreditsWallet payer,
            CompletableFuture<LiveSession> live,
            CompletableFuture<String> token) {
        try {
            return client().run(order, payer, new SessionListener() {
                @Override
                public void started(LiveSession session, SessionStarted started) {
                    token.complete(String.valueOf(started.accessToken()));
                    live.complete(session);
                }
            });
        } catch (Exception e) {
            live.completeExceptionally(e);
            throw new IllegalStateException(e);
        }
    }

    private void awaitStatus(int server, String token, int status) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < PATIENCE_SECONDS * 10; attempt++) {
            if (get(server, token).statusCode() == status) {
                return;
            }
            Thread.sleep(100);
        }
        assertEquals(status, get(server, token).statusCode(), "on server " + server);
    }

    private static String code(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getString("code");
    }

    private HttpResponse<String> get(int server, @Nullable String token, String... headers)
            throws IOException, InterruptedException {
        URI poster = server(server).resolve("/ws402/http/" + POSTER);
        HttpRequest.Builder request = HttpRequest.newBuilder(poster);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
