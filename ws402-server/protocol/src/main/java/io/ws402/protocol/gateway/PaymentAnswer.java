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
 * @param state {@code quoted, pending, paid, held, added, settled, expired, reversed}
 * @param method the payment method's short id
 * @param resourceId what it was quoted for
 * @param reference what names it to its payer
 * @param price what was asked
 * @param paid what arrived, and the credit that was added to it; zero before
 * @param consumed by the last checkpoint, or finally
 * @param payer who paid, once the rail has said so
 * @param sessionId the session it pays, once it is held for one
 * @param createdAtMs when it was quoted, in milliseconds since 1970; for records only
 * @param topsUp the payment of the session it was quoted to top up; null for a session's own
 * @param deposits what arrived, in the order in which it is used up; what went straight back comes first
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
        @Nullable String topsUp,
        List<Deposit> deposits,
        List<RefundStatus> refunds) {
    /**
     * Money that arrived.
     *
     * @param depositId its name
     * @param amount how much, in the asset that was paid
     * @param captured what the session took of it, once that is settled, in the same asset
     * @param state {@code unclaimed, held, settled, reversed}
     * @param payer who paid it
     * @param txHash the transaction it came by, where its rail has such a thing
     * @param fromCredit whether it is the payer's credit, left over from earlier payments
     * @param isFinal whether its rail can no longer undo it
     * @param worth what it counts for, in the session's asset; null where that is {@code amount}
     */
    public record Deposit(
            String depositId,
            Money amount,
            Money captured,
            String state,
            String payer,
            @Nullable String txHash,
            boolean fromCredit,
            boolean isFinal,
            @Nullable Money worth) {
        private static Deposit read(Fields fields, Asset sessions) {
            Asset asset = WireParts.assetOr(fields, sessions);
            return new Deposit(
                    fields.text("depositId"),
                    WireParts.money(fields, "amount", asset),
                    WireParts.money(fields, "captured", asset),
                    fields.text("state"),
                    fields.text("payer"),
                    fields.textOrNull("txHash"),
                    fields.flag("fromCredit"),
                    fields.flag("final"),
                    WireParts.worth(fields, sessions));
        }

        private JsonObject write() {
            JsonObject json = new JsonObject()
                    .put("depositId", depositId)
                    .put("amount", amount.units().toString())
                    .put("captured", captured.units().toString())
                    .put("state", state)
                    .put("payer", payer);
            putPresent(json, "txHash", txHash);
            if (fromCredit) {
                json.put("fromCredit", true);
            }
            return WireParts.putWorth(json.put("final", isFinal), amount.asset(), worth);
        }
    }

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
                fields.textOrNull("topsUp"),
                fields.objects("deposits").stream()
                        .map(deposit -> Deposit.read(deposit, asset))
                        .toList(),
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
        json.put("createdAt", createdAtMs);
        putPresent(json, "topsUp", topsUp);
        return json.put("deposits", WireParts.array(deposits, Deposit::write))
                .put("refunds", WireParts.array(refunds, WireParts::refund));
    }
}
