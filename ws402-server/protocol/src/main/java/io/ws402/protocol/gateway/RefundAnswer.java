package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.json.Fields;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link RefundRequest}. What is nullable a 0.1 gateway may leave out.
 *
 * @param status {@code success} when confirmed, {@code pending} before, {@code credited} when it became payer credit
 * @param amount what goes back, smallest units
 * @param recipient where it goes
 * @param message a sentence
 * @param timestampMs when, in milliseconds since 1970; for records only
 * @param refundId its name
 * @param state as of {@link io.ws402.protocol.payment.RefundStatus}
 * @param txHash once there is one
 */
public record RefundAnswer(
        String status,
        BigInteger amount,
        @Nullable String recipient,
        @Nullable String message,
        long timestampMs,
        @Nullable String refundId,
        @Nullable String state,
        @Nullable String txHash) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static RefundAnswer fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        return new RefundAnswer(
                fields.text("status"),
                fields.amount("amount"),
                fields.textOrNull("recipient"),
                fields.textOrNull("message"),
                Objects.requireNonNullElse(fields.wholeOrNull("timestamp"), 0L),
                fields.textOrNull("refundId"),
                fields.textOrNull("state"),
                fields.textOrNull("txHash"));
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = Amounts.write(new JsonObject().put("status", status), "amount", amount);
        putPresent(json, "recipient", recipient);
        putPresent(json, "message", message);
        json.put("timestamp", timestampMs);
        putPresent(json, "refundId", refundId);
        putPresent(json, "state", state);
        return putPresent(json, "txHash", txHash);
    }
}
