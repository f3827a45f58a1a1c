package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AssetJson;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.RefundStatus;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parts that several bodies of the gateway's API share. New objects carry amounts as decimal strings only. */
final class WireParts {
    private WireParts() {}

    static JsonObject plan(PricePlan plan) {
        return new JsonObject()
                .put("pricePerSecond", plan.pricePerSecond().toString())
                .put("pricePerMegabyte", plan.pricePerMegabyte().toString())
                .put("pricePerMessage", plan.pricePerMessage().toString())
                .put("maxSessionDuration", plan.maxDurationSeconds());
    }

    static PricePlan plan(Fields fields) {
        BigInteger perMegabyte = fields.amountOrNull("pricePerMegabyte");
        BigInteger perMessage = fields.amountOrNull("pricePerMessage");
        return fields.make(
                "maxSessionDuration",
                () -> new PricePlan(
                        fields.amount("pricePerSecond"),
                        Objects.requireNonNullElse(perMegabyte, BigInteger.ZERO),
                        Objects.requireNonNullElse(perMessage, BigInteger.ZERO),
                        fields.whole("maxSessionDuration")));
    }

    static JsonObject put(JsonObject json, Reading reading) {
        return json.put("elapsedMs", reading.elapsedMs())
                .put("bytes", reading.bytes())
                .put("messages", reading.messages());
    }

    static Reading reading(Fields fields) {
        return new Reading(fields.whole("elapsedMs"), fields.whole("bytes"), fields.whole("messages"));
    }

    static JsonObject report(MeterReport report) {
        JsonObject json = new JsonObject()
                .put("paymentId", report.paymentId())
                .put("leaseEpoch", report.leaseEpoch())
                .put("sequence", report.sequence());
        put(json, report.reading()).put("consumed", report.consumed().toString());
        return report.paused() ? json.put("paused", true) : json;
    }

    static MeterReport report(Fields fields) {
        return new MeterReport(
                fields.text("paymentId"),
                fields.whole("leaseEpoch"),
                fields.whole("sequence"),
                reading(fields),
                fields.amount("consumed"),
                fields.flag("paused"));
    }

    static JsonObject refund(RefundStatus refund) {
        JsonObject json = new JsonObject()
                .put("refundId", refund.refundId())
                .put("amount", refund.amount().units().toString())
                .put("state", refund.state())
                .put("recipient", refund.recipient());
        putPresent(json, "txHash", refund.txHash());
        putPresent(json, "usedBy", refund.usedBy());
        return putWorth(json, refund.amount().asset(), refund.worth());
    }

    static RefundStatus refund(Fields fields, Asset asset) {
        return new RefundStatus(
                fields.text("refundId"),
                money(fields, "amount", assetOr(fields, asset)),
                fields.text("state"),
                fields.text("recipient"),
                fields.textOrNull("txHash"),
                fields.textOrNull("usedBy"),
                worth(fields, asset));
    }

    /** Of what was paid in another asset than its session's: that asset, and what counts for the session. */
    static JsonObject putWorth(JsonObject json, Asset paid, @Nullable Money worth) {
        return worth == null
                ? json
                : json.put("asset", AssetJson.write(paid))
                        .put("worth", worth.units().toString());
    }

    static Asset assetOr(Fields fields, Asset sessions) {
        Fields own = fields.objectOrNull("asset");
        return own == null ? sessions : AssetJson.read(own);
    }

    static @Nullable Money worth(Fields fields, Asset sessions) {
        return fields.has("asset") ? money(fields, "worth", sessions) : null;
    }

    static List<RefundStatus> refunds(Fields fields, Asset asset) {
        return fields.objects("refunds").stream()
                .map(refund -> refund(refund, asset))
                .toList();
    }

    static Money money(Fields fields, String field, Asset asset) {
        return new Money(asset, fields.amount(field));
    }

    static <T> JsonArray array(List<T> elements, Function<T, JsonObject> writer) {
        JsonArray array = new JsonArray();
        elements.forEach(element -> array.add(writer.apply(element)));
        return array;
    }

    static JsonObject putPresent(JsonObject json, String field, @Nullable Object value) {
        return value == null ? json : json.put(field, value);
    }
}
