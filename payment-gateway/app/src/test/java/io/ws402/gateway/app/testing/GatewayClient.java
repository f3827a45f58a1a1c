package io.ws402.gateway.app.testing;

import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.ws402.gateway.app.contract.Contract;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.gateway.app.contract.VertxContract;
import io.ws402.gateway.storage.Await;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls a gateway with one API key and holds every answer against the contract. */
public final class GatewayClient {
    private static final Contract CONTRACT = Contract.load();

    private final WebClient http;
    private final int port;
    private final @Nullable String key;
    private final VertxContract contract;

    public GatewayClient(Vertx vertx, int port, @Nullable String key, VertxContract contract) {
        this(WebClient.create(vertx, new WebClientOptions()), port, key, contract);
    }

    private GatewayClient(WebClient http, int port, @Nullable String key, VertxContract contract) {
        this.http = http;
        this.port = port;
        this.key = key;
        this.contract = contract;
    }

    /** The same gateway with another key; null sends none. */
    public GatewayClient as(@Nullable String otherKey) {
        return new GatewayClient(http, port, otherKey, contract);
    }

    /** Another gateway with the same key. */
    public GatewayClient at(int otherPort) {
        return new GatewayClient(http, otherPort, key, contract);
    }

    public int port() {
        return port;
    }

    public VertxContract contract() {
        return contract;
    }

    public Reply get(String path) {
        return Await.of(send(HttpMethod.GET, path, null, Map.of()));
    }

    public Reply post(String path, JsonObject body) {
        return Await.of(posting(path, body));
    }

    /** As {@link #post}, without waiting. */
    public Future<Reply> posting(String path, JsonObject body) {
        return send(HttpMethod.POST, path, body.toBuffer(), Map.of());
    }

    public Reply post(String path, JsonObject body, Map<String, String> headers) {
        return Await.of(send(HttpMethod.POST, path, body.toBuffer(), headers));
    }

    /** Text that may be no JSON at all. */
    public Reply postRaw(String path, Buffer body) {
        return Await.of(send(HttpMethod.POST, path, body, Map.of()));
    }

    public Future<Reply> send(HttpMethod method, String path, @Nullable Buffer body, Map<String, String> headers) {
        HttpRequest<Buffer> request = http.request(method, port, "127.0.0.1", path);
        if (key != null) {
            request.bearerTokenAuthentication(key);
        }
        if (body != null) {
            request.putHeader("Content-Type", "application/json");
        }
        headers.forEach(request::putHeader);
        Future<HttpResponse<Buffer>> sent = body == null ? request.send() : request.sendBuffer(body);
        return sent.map(response -> held(method, path, response));
    }

    private Reply held(HttpMethod method, String path, HttpResponse<Buffer> response) {
        Reply reply = new Reply(
                response.statusCode(),
                String.valueOf(response.getHeader("Content-Type")),
                response.bodyAsString() == null ? "" : response.bodyAsString(),
                response);
        operation(method, path)
                .ifPresent(operation -> assertNull(
                        contract.answerViolation(operation.id(), reply.status(), reply.contentType(), reply.text()),
                        () -> operation.id() + " answered " + reply));
        return reply;
    }

    /** The operation that a path belongs to; one without parameters is meant before one with. */
    private static Optional<Operation> operation(HttpMethod method, String path) {
        String bare = path.replaceAll("\\?.*", "");
        return CONTRACT.operations().stream()
                .filter(operation -> operation.method().equals(method)
                        && bare.matches(operation.path().replaceAll("\\{[^}]*}", "[^/]+")))
                .min((a, b) -> Boolean.compare(a.path().contains("{"), b.path().contains("{")));
    }
}
