package io.ws402.gateway.app.contract;

import io.vertx.core.json.JsonObject;

/** How a schema wants its values to be refused: {@code x-code} and {@code x-complaint}, where it says so. */
record Complaint(String code, String words) {
    static Complaint of(JsonObject schema) {
        return new Complaint(schema.getString("x-code", Violation.INVALID_FIELD), schema.getString("x-complaint", ""));
    }

    Violation or(String otherwise) {
        return new Violation(code, "", words.isEmpty() ? otherwise : words);
    }
}
