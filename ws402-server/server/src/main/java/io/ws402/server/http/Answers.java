package io.ws402.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.gateway.Problem;

/** How documents and problems are sent. */
final class Answers {
    private Answers() {}

    static void json(HttpServerResponse response, int status, JsonObject body) {
        send(response, status, "application/json", body.encode());
    }

    static void problem(HttpServerResponse response, Problem problem) {
        Long retryAfterMs = problem.retryAfterMs();
        if (retryAfterMs != null) {
            response.putHeader("Retry-After", Long.toString((retryAfterMs + 999) / 1000));
        }
        send(
                response,
                problem.status(),
                GatewayApi.PROBLEM_JSON,
                problem.toJson().encode());
    }

    static void send(HttpServerResponse response, int status, String type, String body) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }
}
