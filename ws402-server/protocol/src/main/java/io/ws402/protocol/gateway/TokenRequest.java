package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;

/**
 * {@code POST /api/sessions/token}: another access token for a session that the caller holds. Answered with {@link
 * TokenAnswer}, or a {@link Problem} 404 {@code unknown_payment}, 409 {@code lease_lost} or {@code payment_reversed}, 410
 * {@code session_over}.
 *
 * @param paymentId the session's payment
 * @param leaseEpoch the fence under which the caller holds it
 */
public record TokenRequest(String paymentId, long leaseEpoch) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static TokenRequest fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        return new TokenRequest(fields.text("paymentId"), fields.whole("leaseEpoch"));
    }

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject().put("paymentId", paymentId).put("leaseEpoch", leaseEpoch);
    }
}
