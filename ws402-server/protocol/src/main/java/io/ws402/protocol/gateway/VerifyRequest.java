package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.SessionClaim;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/payment/verify}: holds the payment that a proof tells of.
 *
 * @param proof the payer's evidence
 * @param session who wants to hold it, or null from a 0.1 server
 * @param timestamp what a 0.1 server sends along and repeats when it tries again, or null
 */
public record VerifyRequest(
        PaymentProof proof,
        @Nullable SessionClaim session,
        @Nullable Long timestamp) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static VerifyRequest fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        Fields session = fields.objectOrNull("session");
        return new VerifyRequest(
                new PaymentProof(fields.object("proof").json()),
                session == null ? null : claim(session),
                fields.wholeOrNull("timestamp"));
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("proof", proof.json());
        putPresent(json, "session", session == null ? null : put(new JsonObject(), session));
        return putPresent(json, "timestamp", timestamp);
    }

    static SessionClaim claim(Fields fields) {
        return new SessionClaim(fields.text("sessionId"), fields.text("serverId"), fields.text("resourceId"));
    }

    static JsonObject put(JsonObject json, SessionClaim claim) {
        return json.put("sessionId", claim.sessionId())
                .put("serverId", claim.serverId())
                .put("resourceId", claim.resourceId());
    }
}
