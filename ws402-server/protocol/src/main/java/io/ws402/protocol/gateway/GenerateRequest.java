package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteRequest;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/payment/generate}: asks for terms.
 *
 * @param amount the price of the duration, smallest units of what is to be paid
 * @param resourceId what is sold
 * @param estimatedDuration in seconds
 * @param method the payment method, or null for the default one
 * @param asset a CAIP-19 id or a symbol, or null for the method's default
 * @param plan the plan to bind, or null from a 0.1 server
 * @param merchantId whose payment it is, or null for the API key's own merchant
 * @param payerAddress the network address of who asks, for the caps on open quotes, or null
 * @param topUp the session whose balance is to grow, or null for one that is to begin
 */
public record GenerateRequest(
        BigInteger amount,
        String resourceId,
        long estimatedDuration,
        @Nullable String method,
        @Nullable String asset,
        @Nullable PricePlan plan,
        @Nullable String merchantId,
        @Nullable String payerAddress,
        @Nullable TopUp topUp) {
    /**
     * A session that is to be topped up.
     *
     * @param paymentId its payment
     * @param leaseEpoch the caller's lease
     * @param worth what {@code amount} counts for, in smallest units of the session's asset; null where it is paid in that
     */
    public record TopUp(
            String paymentId, long leaseEpoch, @Nullable BigInteger worth) {
        /** In the session's own asset. */
        public TopUp(String paymentId, long leaseEpoch) {
            this(paymentId, leaseEpoch, null);
        }

        private static TopUp read(Fields fields) {
            return new TopUp(fields.text("paymentId"), fields.whole("leaseEpoch"), fields.amountOrNull("worth"));
        }

        private JsonObject write() {
            JsonObject json = new JsonObject().put("paymentId", paymentId).put("leaseEpoch", leaseEpoch);
            return putPresent(json, "worth", worth == null ? null : worth.toString());
        }
    }

    /** What a WS402 server asks for. */
    public static GenerateRequest of(QuoteRequest request) {
        return of(request, null);
    }

    /** What a WS402 server asks for a session that runs. */
    public static GenerateRequest ofTopUp(TopUp topUp, QuoteRequest request) {
        return of(request, topUp);
    }

    private static GenerateRequest of(QuoteRequest request, @Nullable TopUp topUp) {
        return new GenerateRequest(
                request.amount(),
                request.resourceId(),
                request.durationSeconds(),
                request.method(),
                request.asset(),
                request.plan(),
                null,
                request.payerAddress(),
                topUp);
    }

    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static GenerateRequest fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        Fields plan = fields.objectOrNull("plan");
        Fields topUp = fields.objectOrNull("topUp");
        return new GenerateRequest(
                fields.amount("amount"),
                fields.text("resourceId"),
                fields.whole("estimatedDuration"),
                fields.textOrNull("method"),
                fields.textOrNull("asset"),
                plan == null ? null : WireParts.plan(plan),
                fields.textOrNull("merchantId"),
                fields.textOrNull("payerAddress"),
                topUp == null ? null : TopUp.read(topUp));
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = Amounts.write(new JsonObject(), "amount", amount)
                .put("resourceId", resourceId)
                .put("estimatedDuration", estimatedDuration);
        putPresent(json, "method", method);
        putPresent(json, "asset", asset);
        putPresent(json, "plan", plan == null ? null : WireParts.plan(plan));
        putPresent(json, "merchantId", merchantId);
        putPresent(json, "payerAddress", payerAddress);
        return putPresent(json, "topUp", topUp == null ? null : topUp.write());
    }
}
