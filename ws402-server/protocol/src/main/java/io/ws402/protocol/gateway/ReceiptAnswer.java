package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;

/**
 * {@code GET /api/sessions/{id}/receipt}, and what a WS402 server hands to the session's payer.
 *
 * @param receipt the signed receipt, a compact JWS
 */
public record ReceiptAnswer(String receipt) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static ReceiptAnswer fromJson(JsonObject json) {
        return new ReceiptAnswer(Fields.of(json).text("receipt"));
    }

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject().put("receipt", receipt);
    }
}
