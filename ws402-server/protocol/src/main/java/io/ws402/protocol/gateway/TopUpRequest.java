package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.PaymentProof;

/**
 * {@code POST /api/payment/topup}: adds the deposit that a proof tells of to a session.
 *
 * @param paymentId the session's payment
 * @param leaseEpoch the caller's lease
 * @param proof the payer's evidence of having paid the top-up
 */
public record TopUpRequest(String paymentId, long leaseEpoch, PaymentProof proof) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static TopUpRequest fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        return new TopUpRequest(
                fields.text("paymentId"),
                fields.whole("leaseEpoch"),
                new PaymentProof(fields.object("proof").json()));
    }

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("paymentId", paymentId)
                .put("leaseEpoch", leaseEpoch)
                .put("proof", proof.json());
    }
}
