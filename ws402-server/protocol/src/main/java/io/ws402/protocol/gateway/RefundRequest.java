package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/payment/refund}, the 0.1 way to settle: give {@code amount} back and capture the rest.
 *
 * @param proof the proof that was verified
 * @param amount what goes back, smallest units
 * @param timestamp what a 0.1 server sends along and repeats when it tries again, or null
 */
public record RefundRequest(
        PaymentProof proof, BigInteger amount, @Nullable Long timestamp) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static RefundRequest fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        return new RefundRequest(
                new PaymentProof(fields.object("proof").json()),
                fields.amountOf01("amount"),
                fields.wholeOrNull("timestamp"));
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = Amounts.write(new JsonObject().put("proof", proof.json()), "amount", amount);
        return putPresent(json, "timestamp", timestamp);
    }
}
