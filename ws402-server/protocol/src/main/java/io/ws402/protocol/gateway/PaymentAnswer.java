package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AssetJson;
import io.ws402.protocol.payment.RefundStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/payments/{id}}: a payment as its merchant sees it.
 *
 * @param paymentId its name
 * @param state {@code quoted, pending, paid, held, settled, expired, reversed}
 * @param method the payment method's short id
 * @param resourceId what it was quoted for
 * @param reference what names it to its payer
 * @param price what was asked
 * @param paid what arrived; zero before
 * @param consumed by the last checkpoint, or finally
 * @param payer who paid, once the rail has said so
 * @param sessionId the session it pays, once it is held for one
 * @param createdAtMs when it was quoted, in milliseconds since 1970; for records only
 * @param refunds what goes back, once it is settled
 */
public record PaymentAnswer(
        String paymentId,
        String state,
        String method,
        String resourceId,
        String reference,
        Money price,
        Money paid,
        Money consumed,
        @Nullable String payer,
        @Nullable String sessionId,
        long createdAtMs,
        List<RefundStatus> refunds) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static PaymentAnswer fromJson(JsonObject json) {
        return read(Fields.of(json));
    }

    static PaymentAnswer read(Fields fields) {
        Asset asset = AssetJson.read(fields.object("asset"));
        return new PaymentAnswer(
                fields.text("paymentId"),
                fields.text("state"),
                fields.text("method"),
                fields.text("resourceId"),
                fields.text("reference"),
                WireParts.money(fields, "price", asset),
                WireParts.money(fields, "paid", asset),
                WireParts.money(fields, "consumed", asset),
                fields.textOrNull("payer"),
                fields.textOrNull("sessionId"),
                fields.whole("createdAt"),
                WireParts.refunds(fields, asset));
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("paymentId", paymentId)
                .put("state", state)
                .put("method", method)
                .put("resourceId", resourceId)
                .put("reference", reference)
                .put("asset", AssetJson.write(price.asset()))
                .put("price", price.units().toString())
                .put("paid", paid.units().toString())
                .put("consumed", consumed.units().toString());
        putPresent(json, "payer", payer);
        putPresent(json, "sessionId", sessionId);
        return json.put("createdAt", createdAtMs).put("refunds", WireParts.array(refunds, WireParts::refund));
    }
}
