package io.ws402.protocol.receipt;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AssetJson;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.receipt.Receipt.Deposit;
import io.ws402.protocol.receipt.Receipt.Refund;
import io.ws402.protocol.receipt.Receipt.Sums;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as the claims of a JWT (RFC 7519), always in the same order, so that one receipt has one text. Amounts are decimal
 * strings of smallest units.
 */
public final class ReceiptJson {
    private static final String ISSUER = "ws402-gateway";
    private static final String AUDIENCE = "ws402-receipt";

    private ReceiptJson() {}

    /** The claims. */
    public static JsonObject write(Receipt receipt) {
        JsonObject json = new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("sub", receipt.sessionId())
                .put("iat", receipt.issuedAt())
                .put("version", Receipt.VERSION)
                .put("final", receipt.isFinal())
                .put("paymentId", receipt.paymentId())
                .put("resourceId", receipt.resourceId())
                .put("merchantId", receipt.merchantId())
                .put("state", receipt.state())
                .put("startedAt", receipt.startedAt());
        putPresent(json, "endedAt", receipt.endedAt());
        putPresent(json, "endReason", receipt.endReason());
        Reading reading = receipt.reading();
        json.put("asset", AssetJson.write(receipt.asset()))
                .put("plan", plan(receipt.plan()))
                .put("elapsedMs", reading.elapsedMs())
                .put("bytes", reading.bytes())
                .put("messages", reading.messages());
        Sums sums = receipt.sums();
        put(json, "paid", sums.paid());
        put(json, "credit", sums.credit());
        put(json, "undone", sums.undone());
        put(json, "consumed", sums.consumed());
        put(json, "lost", sums.lost());
        put(json, "refunded", sums.refunded());
        JsonArray fees = new JsonArray();
        receipt.fees().forEach(fee -> fees.add(put(assetOf(fee), "amount", fee)));
        JsonArray deposits = new JsonArray();
        receipt.deposits().forEach(deposit -> deposits.add(deposit(deposit)));
        return json.put("fees", fees).put("deposits", deposits);
    }

    private static JsonObject plan(PricePlan plan) {
        return new JsonObject()
                .put("pricePerSecond", plan.pricePerSecond().toString())
                .put("pricePerMegabyte", plan.pricePerMegabyte().toString())
                .put("pricePerMessage", plan.pricePerMessage().toString())
                .put("maxSessionDuration", plan.maxDurationSeconds());
    }

    private static JsonObject deposit(Deposit deposit) {
        JsonObject json = assetOf(deposit.amount())
                .put("depositId", deposit.depositId())
                .put("method", deposit.method())
                .put("payer", deposit.payer());
        put(json, "amount", deposit.amount());
        put(json, "worth", deposit.worth());
        put(json, "captured", deposit.captured());
        put(json, "used", deposit.used());
        json.put("state", deposit.state()).put("final", deposit.isFinal()).put("fromCredit", deposit.fromCredit());
        putPresent(json, "txHash", deposit.txHash());
        Refund refund = deposit.refund();
        return refund == null ? json : json.put("refund", refund(refund));
    }

    private static JsonObject refund(Refund refund) {
        JsonObject json = put(new JsonObject().put("refundId", refund.refundId()), "amount", refund.amount())
                .put("recipient", refund.recipient())
                .put("state", refund.state());
        return putPresent(json, "txHash", refund.txHash());
    }

    private static JsonObject assetOf(Money money) {
        return new JsonObject().put("asset", AssetJson.write(money.asset()));
    }

    private static JsonObject put(JsonObject json, String field, Money money) {
        return json.put(field, money.units().toString());
    }

    private static JsonObject putPresent(JsonObject json, String field, @Nullable Object value) {
        return value == null ? json : json.put(field, value);
    }

    /**
     * Reads the claims.
     *
     * @throws io.ws402.protocol.json.MalformedJson naming the field at fault; {@code aud}, {@code iss} and {@code version} too,
     *     where it is something else than a receipt of this version
     */
    public static Receipt read(JsonObject claims) {
        Fields fields = Fields.of(claims);
        require(fields, "iss", ISSUER);
        require(fields, "aud", AUDIENCE);
        if (fields.whole("version") != Receipt.VERSION) {
            throw fields.invalid("version", "must be " + Receipt.VERSION);
        }
        Asset asset = AssetJson.read(fields.object("asset"));
        return new Receipt(
                fields.text("sub"),
                fields.text("paymentId"),
                fields.text("resourceId"),
                fields.text("merchantId"),
                fields.text("state"),
                fields.flag("final"),
                fields.whole("iat"),
                fields.whole("startedAt"),
                fields.wholeOrNull("endedAt"),
                fields.textOrNull("endReason"),
                plan(fields.object("plan")),
                new Reading(fields.whole("elapsedMs"), fields.whole("bytes"), fields.whole("messages")),
                new Sums(
                        money(fields, "paid", asset),
                        money(fields, "credit", asset),
                        money(fields, "undone", asset),
                        money(fields, "consumed", asset),
                        money(fields, "lost", asset),
                        money(fields, "refunded", asset)),
                fields.objects("fees").stream()
                        .map(fee -> money(fee, "amount", AssetJson.read(fee.object("asset"))))
                        .toList(),
                fields.objects("deposits").stream()
                        .map(deposit -> deposit(deposit, asset))
                        .toList());
    }

    private static PricePlan plan(Fields fields) {
        return fields.make(
                "maxSessionDuration",
                () -> new PricePlan(
                        fields.amount("pricePerSecond"),
                        fields.amount("pricePerMegabyte"),
                        fields.amount("pricePerMessage"),
                        fields.whole("maxSessionDuration")));
    }

    private static Deposit deposit(Fields fields, Asset sessions) {
        Asset asset = AssetJson.read(fields.object("asset"));
        Fields refund = fields.objectOrNull("refund");
        return new Deposit(
                fields.text("depositId"),
                fields.text("method"),
                fields.text("payer"),
                money(fields, "amount", asset),
                money(fields, "worth", sessions),
                money(fields, "captured", asset),
                money(fields, "used", sessions),
                fields.text("state"),
                fields.flag("final"),
                fields.flag("fromCredit"),
                fields.textOrNull("txHash"),
                refund == null
                        ? null
                        : new Refund(
                                refund.text("refundId"),
                                money(refund, "amount", asset),
                                refund.text("recipient"),
                                refund.text("state"),
                                refund.textOrNull("txHash")));
    }

    private static Money money(Fields fields, String field, Asset asset) {
        return new Money(asset, fields.amount(field));
    }

    private static void require(Fields fields, String field, String wanted) {
        if (!fields.text(field).equals(wanted)) {
            throw fields.invalid(field, "must be " + wanted);
        }
    }
}
