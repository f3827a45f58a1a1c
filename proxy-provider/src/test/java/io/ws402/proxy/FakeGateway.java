package io.ws402.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway by script: a real HTTP server that gives each path its answers one after the other, the last for good. */
final class FakeGateway {
    /** What a path answers with. */
    interface Reply {
        void to(HttpServerRequest request);
    }

    /** What was asked. */
    record Asked(String method, String path, MultiMap headers, JsonObject body) {}

    private final HttpServer server;
    private final Map<String, Deque<Reply>> script = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger closedConnections = new AtomicInteger();

    private FakeGateway(Vertx vertx) {
        server = vertx.createHttpServer()
                .connectionHandler(connection -> connection.closeHandler(v -> closedConnections.incrementAndGet()))
                .requestHandler(this::answer);
    }

    static FakeGateway start(Vertx vertx) {
        FakeGateway gateway = new FakeGateway(vertx);
        Await.result(gateway.server.listen(0, "127.0.0.1"));
        return gateway;
    }

    FakeGateway on(String path, Reply... replies) {
        script.put(path, new ArrayDeque<>(Arrays.asList(replies)));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    ProxyOptions options() {
        return ProxyOptions.of(url(), "a-key-that-must-never-be-logged");
    }

    List<Asked> asked(String path) {
        return asked.stream().filter(request -> request.path().equals(path)).toList();
    }

    int closedConnections() {
        return closedConnections.get();
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonObject json = body.length() == 0 ? new JsonObject() : body.toJsonObject();
            asked.add(new Asked(request.method().name(), request.path(), request.headers(), json));
            Deque<Reply> replies = script.get(request.path());
            if (replies == null) {
                json(404, new JsonObject().put("error", "Not Found")).to(request);
                return;
            }
            Reply reply = replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
            reply.to(request);
        });
    }

    static Reply json(int status, JsonObject body) {
        return text(status, body.encode());
    }

    static Reply text(int status, String body) {
        return request -> request.response().setStatusCode(status).end(body);
    }

    static Reply problem(int status, String code) {
        return json(status, new JsonObject().put("code", code).put("detail", "because of " + code));
    }

    /** Never answers. */
    static Reply silence() {
        return request -> {};
    }

    /** Closes the connection instead of answering. */
    static Reply hangUp() {
        return request -> request.connection().close();
    }

    /** Answers without end. */
    static Reply flood() {
        return request -> {
            request.response().setChunked(true);
            pour(request);
        };
    }

    private static void pour(HttpServerRequest request) {
        request.response().write(Buffer.buffer("x".repeat(65_536))).onSuccess(v -> pour(request));
    }
}
