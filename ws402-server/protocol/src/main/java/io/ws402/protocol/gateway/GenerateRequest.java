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
 * @param amount the price of the duration, smallest units
 * @param resourceId what is sold
 * @param estimatedDuration in seconds
 * @param method the payment method, or null for the default one
 * @param asset a CAIP-19 id or a symbol, or null for the method's default
 * @param plan the plan to bind, or null from a 0.1 server
 * @param merchantId whose payment it is, or null for the API key's own merchant
 * @param payerAddress the network address of who asks, for the caps on open quotes, or null
 */
public record GenerateRequest(
        BigInteger amount,
        String resourceId,
        long estimatedDuration,
        @Nullable String method,
        @Nullable String asset,
        @Nullable PricePlan plan,
        @Nullable String merchantId,
        @Nullable String payerAddress) {
    /** What a WS402 server asks for. */
    public static GenerateRequest of(QuoteRequest request) {
        return new GenerateRequest(
                request.amount(),
                request.resourceId(),
                request.durationSeconds(),
                request.method(),
                request.asset(),
                request.plan(),
                null,
                request.payerAddress());
    }

    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static GenerateRequest fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        Fields plan = fields.objectOrNull("plan");
        return new GenerateRequest(
                fields.amount("amount"),
                fields.text("resourceId"),
                fields.whole("estimatedDuration"),
                fields.textOrNull("method"),
                fields.textOrNull("asset"),
                plan == null ? null : WireParts.plan(plan),
                fields.textOrNull("merchantId"),
                fields.textOrNull("payerAddress"));
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
        return putPresent(json, "payerAddress", payerAddress);
    }
}
