package io.ws402.gateway.app.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.gateway.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What goes back to the caller.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body whole
 * @param code the problem's code, or {@code ok}: for metrics and logs
 * @param retryAfterMs when the same call may succeed, or null
 */
public record Answer(
        int status,
        String contentType,
        Buffer body,
        String code,
        @Nullable Long retryAfterMs) {
    private static final String JSON = "application/json";
    private static final String OK = "ok";

    /** It worked. */
    public static Answer ok(JsonObject json) {
        return new Answer(200, JSON, json.toBuffer(), OK, null);
    }

    /** Something new is there. */
    public static Answer created(JsonObject json) {
        return new Answer(201, JSON, json.toBuffer(), OK, null);
    }

    /** A document that says itself what is wrong, for example {@code GET /api/health} with 503. */
    public static Answer json(int status, JsonObject json) {
        return new Answer(status, JSON, json.toBuffer(), status < 400 ? OK : "unavailable", null);
    }

    /** Text that is not JSON. */
    public static Answer text(String contentType, String text) {
        return new Answer(200, contentType, Buffer.buffer(text), OK, null);
    }

    /** It did not work. */
    public static Answer problem(Problem problem) {
        return new Answer(
                problem.status(),
                GatewayApi.PROBLEM_JSON,
                problem.toJson().toBuffer(),
                problem.code(),
                problem.retryAfterMs());
    }
}
