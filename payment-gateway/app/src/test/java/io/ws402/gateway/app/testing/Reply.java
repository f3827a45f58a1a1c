package io.ws402.gateway.app.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;

/** What a gateway answered. */
public record Reply(int status, String contentType, String text, HttpResponse<Buffer> response) {
    /** The body, of an answer that must be 200 or 201. */
    public JsonObject ok() {
        assertEquals(2, status / 100, this::toString);
        return new JsonObject(text);
    }

    /** The body, whatever the status. */
    public JsonObject json() {
        return new JsonObject(text);
    }

    /** The problem, which must have this status and code. */
    public JsonObject problem(int expectedStatus, String expectedCode) {
        assertEquals(expectedStatus + " " + expectedCode, status + " " + json().getString("code"), this::toString);
        assertEquals("application/problem+json", contentType);
        return json();
    }

    @Override
    public String toString() {
        return status + " " + contentType + " " + text;
    }
}
