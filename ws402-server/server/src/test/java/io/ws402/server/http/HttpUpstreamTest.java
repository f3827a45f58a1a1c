package io.ws402.server.http;

import static io.ws402.server.http.HttpBench.code;
import static io.ws402.server.http.HttpBench.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.ws402.protocol.config.Secret;
import io.ws402.server.http.HttpBench.Paid;
import io.ws402.server.http.HttpBench.Reader;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Offering;
import io.ws402.server.resource.http.HttpUpstream;
import io.ws402.server.resource.http.HttpUpstreamLimits;
import io.ws402.server.resource.http.HttpUpstreamResource;
import io.ws402.server.resource.upstream.UpstreamAddress;
import io.ws402.server.resource.upstream.UpstreamHeaders;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An HTTP service behind {@code /ws402/http/{id}}. */
final class HttpUpstreamTest {
    private static final HttpUpstreamLimits LIMITS =
            new HttpUpstreamLimits(Duration.ofSeconds(1), Duration.ofSeconds(5), 1_000);

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong poured = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private HttpServer service;
    private HttpBench bench;
    private Paid paid;

    @BeforeEach
    void start() throws InterruptedException {
        service = vertx.createHttpServer().requestHandler(this::serve);
        TestServer.await(service.listen(0, "127.0.0.1"));
        String url = "http://127.0.0.1:" + service.actualPort();
        bench = new HttpBench(
                config -> config,
                offering("api", url + "/base", List.of("GET", "HEAD", "POST"), true),
                offering("plain", url + "/base/", HttpUpstream.READING, false),
                offering("gone", "http://127.0.0.1:1/", HttpUpstream.READING, false));
        paid = bench.open("api");
    }

    @AfterEach
    void close() {
        bench.close();
        TestServer.await(vertx.close());
    }

    private static Offering offering(String id, String url, List<String> methods, boolean query) {
        UpstreamHeaders headers =
                new UpstreamHeaders(List.of("X-Wish"), Map.of("X-Key", new Secret("for the service alone")));
        HttpUpstream upstream = new HttpUpstream(UpstreamAddress.ofHttp(url), methods, headers, query, null);
        Offering like = TestServer.offering(id, new EchoResource());
        return new Offering(
                id,
                like.tariff(),
                like.updateInterval(),
                () -> new HttpUpstreamResource(Vertx.currentContext().owner(), upstream, LIMITS));
    }

    private void serve(HttpServerRequest request) {
        asked.add(request);
        switch (request.path()) {
            case "/base/slow" -> request.response().closeHandler(nothing -> closed.set(true));
            case "/base/out" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "http://elsewhere/")
                        .end();
            case "/base/in" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "../base/there?x=1")
                        .end();
            case "/base/pour" -> {
                request.response().setChunked(true).closeHandler(nothing -> closed.set(true));
                pour(request);
            }
            case "/base/broken" -> {
                request.response().putHeader("Content-Length", "1000").write("half");
                vertx.setTimer(50, id -> request.connection().close());
            }
            default ->
                request.body()
                        .onSuccess(body -> request.response()
                                .putHeader("Set-Cookie", "theirs=1")
                                .putHeader("Server", "secret/1.0")
                                .putHeader("ETag", "\"e1\"")
                                .putHeader("Content-Type", "text/plain")
                                .end("asked " + request.method() + " " + request.uri() + " " + body));
        }
    }

    private void pour(HttpServerRequest request) {
        if (!request.response().closed()) {
            request.response().write(Buffer.buffer(new byte[65_536])).onSuccess(done -> {
                poured.addAndGet(65_536);
                pour(request);
            });
        }
    }

    @Test
    void asksTheServiceUnderItsPathAndTellsItNothingThatIsNotItsBusiness() {
        Answer answer = get(
                bench.two,
                "api/a/b?q=1",
                paid.token(),
                "Range",
                "bytes=0-1",
                "X-Wish",
                "granted",
                "X-Key",
                "from a payer",
                "X-WS402-Session",
                "forged",
                "Cookie",
                "mine=1",
                "Connection",
                "keep-alive, X-Wish");
        assertEquals(200, answer.status());
        assertEquals("asked GET /base/a/b?q=1 ", answer.body().toString());
        assertEquals("\"e1\"", answer.header("ETag"));
        assertNull(answer.header("Set-Cookie"));
        assertNull(answer.header("Server"));
        assertEquals("private, no-store", answer.header("Cache-Control"));
        HttpServerRequest seen = asked.getFirst();
        assertNull(seen.getHeader("Authorization"));
        assertNull(seen.getHeader("Cookie"));
        assertEquals("bytes=0-1", seen.getHeader("Range"));
        assertEquals("granted", seen.getHeader("X-Wish"));
        assertEquals(List.of("for the service alone"), seen.headers().getAll("X-Key"));
        assertEquals(List.of(paid.sessionId()), seen.headers().getAll("X-WS402-Session"));
    }

    @Test
    void neverLeavesThePathOfTheService() {
        for (String path : List.of("api/..%2f..%2fadmin", "api/%2e%2e%2fadmin", "api/..;/admin", "api//admin")) {
            Answer answer = get(bench.one, path, paid.token());
            assertEquals(400, answer.status(), path);
            assertEquals("invalid_path", code(answer));
        }
        assertEquals(
                "/base", get(bench.one, "api", paid.token()).body().toString().split(" ", -1)[2]);
        assertTrue(asked.stream().allMatch(request -> request.path().startsWith("/base")));
    }

    @Test
    void handsOnOnlyWhatIsConfigured() throws InterruptedException {
        Paid plain = bench.open("plain");
        assertEquals(
                "asked GET /base/x ",
                get(bench.one, "plain/x?q=1", plain.token()).body().toString());
        assertEquals(
                405,
                bench.one
                        .request(HttpMethod.POST, "/ws402/http/plain/x", auth(plain))
                        .status());
        assertEquals(
                200,
                bench.one
                        .request(HttpMethod.POST, "/ws402/http/api/x", auth(paid))
                        .status());
        Answer head = bench.one.request(HttpMethod.HEAD, "/ws402/http/api/x", auth(paid));
        assertEquals(200, head.status());
        assertEquals(0, head.body().length());
    }

    @Test
    void passesABodyOnUpToItsLimit() {
        assertEquals(
                "asked POST /base/in-full " + "x".repeat(900),
                post("api/in-full", 900).body().toString());
        Answer tooLong = post("api/too-long", 5_000);
        assertEquals(413, tooLong.status());
        assertEquals("body_too_large", code(tooLong));
    }

    @Test
    void followsNoRedirectAndShowsOnlyThoseThatStayInside() {
        Answer inside = get(bench.one, "api/in", paid.token());
        assertEquals(302, inside.status());
        assertEquals("/ws402/http/api/there?x=1", inside.header("Location"));
        Answer outside = get(bench.one, "api/out", paid.token());
        assertEquals(502, outside.status());
        assertEquals("upstream_redirects", code(outside));
        assertNull(outside.header("Location"));
    }

    @Test
    void saysWhenTheServiceIsSlowOrGone() throws InterruptedException {
        Answer slow = get(bench.one, "api/slow", paid.token());
        assertEquals(504, slow.status());
        assertEquals("upstream_timeout", code(slow));
        TestServer.until(closed::get, "the end of the request to the service");
        Paid gone = bench.open("gone");
        Answer away = get(bench.one, "gone", gone.token());
        assertEquals(502, away.status());
        assertEquals("upstream_unavailable", code(away));
    }

    @Test
    void readsNoFasterThanThePayerAndStopsWithTheSession() throws InterruptedException {
        Reader reader = bench.reader(bench.one, "api/pour", paid.token()).untilItStarts();
        long before;
        do {
            before = poured.get();
            Thread.sleep(500);
        } while (poured.get() > before);
        assertTrue(before < 64L << 20, before + " bytes wait somewhere");
        paid.payer().say("ws402.end").awaitClosed();
        reader.awaitCut(Long.MAX_VALUE);
        TestServer.until(closed::get, "the end of the request to the service");
    }

    @Test
    void cutsABodyThatTheServiceBreaksOff() throws InterruptedException {
        bench.reader(bench.one, "api/broken", paid.token()).awaitCut(1_000);
    }

    private Answer post(String path, int bytes) {
        return bench.one.post("/ws402/http/" + path, Buffer.buffer("x".repeat(bytes)), auth(paid));
    }

    private static String[] auth(Paid of) {
        return new String[] {"Authorization", "Bearer " + of.token()};
    }
}
