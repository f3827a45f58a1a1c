package io.ws402.bench.chain;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Stands between a gateway and its node, hands every call on, and counts them by method. Thread-safe. */
final class CallCounter implements AutoCloseable {
    private static final int CONNECTIONS = 64;

    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final RequestOptions node;
    private final HttpClient client;
    private final HttpServer server;

    /** @param node the address of a JSON-RPC endpoint over HTTP */
    CallCounter(Vertx vertx, String node) {
        this.node = new RequestOptions().setAbsoluteURI(node).setMethod(HttpMethod.POST);
        this.client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> pass(request, body)))
                .listen(0, "127.0.0.1")
                .await();
    }

    /** Where the gateway finds it. */
    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** How often each method was called so far. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        calls.forEach((method, count) -> counts.put(method, count.sum()));
        return counts;
    }

    private void pass(HttpServerRequest request, Buffer body) {
        count(Json.decodeValue(body));
        client.request(node)
                .compose(call ->
                        call.putHeader("Content-Type", "application/json").send(body))
                .compose(answer -> answer.body()
                        .onSuccess(text -> request.response()
                                .setStatusCode(answer.statusCode())
                                .putHeader("Content-Type", "application/json")
                                .end(text)))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private void count(Object calls) {
        switch (calls) {
            case JsonArray batch -> batch.forEach(this::count);
            case JsonObject call ->
                this.calls
                        .computeIfAbsent(call.getString("method"), method -> new LongAdder())
                        .increment();
            default -> throw new IllegalArgumentException("not a call of JSON-RPC: " + calls);
        }
    }

    @Override
    public void close() {
        server.close().await();
        client.close().await();
    }
}
