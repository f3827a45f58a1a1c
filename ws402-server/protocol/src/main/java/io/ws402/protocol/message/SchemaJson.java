package io.ws402.protocol.message;

import static java.math.BigInteger.ZERO;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.message.Schema.Offer;
import io.ws402.protocol.message.Schema.Pricing;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.AssetJson;
import io.ws402.protocol.payment.PricePlan;
import java.math.BigInteger;
import java.util.Objects;

/** The JSON form of a {@link Schema}: its 0.1 fields in their 0.1 order, then ours. */
final class SchemaJson {
    private SchemaJson() {}

    static JsonObject write(Schema schema) {
        JsonObject json = new JsonObject()
                .put("protocol", Schema.PROTOCOL)
                .put("version", Schema.VERSION)
                .put("resourceId", schema.resourceId())
                .put("websocketEndpoint", schema.websocketEndpoint())
                .put("pricing", pricing(schema.pricing()))
                .put("paymentDetails", schema.paymentDetails())
                .put("maxSessionDuration", schema.maxSessionDuration());
        if (schema.resourceInfo() != null) {
            json.put("resourceInfo", schema.resourceInfo());
        }
        JsonArray accepts = new JsonArray();
        long duration = schema.pricing().estimatedDuration();
        schema.accepts().forEach(offer -> accepts.add(offer(offer, duration)));
        return json.put("accepts", accepts);
    }

    static Schema read(JsonObject json) {
        Fields fields = Fields.of(json);
        if (!fields.text("protocol").equals(Schema.PROTOCOL)) {
            throw fields.invalid("protocol", "must be " + Schema.PROTOCOL);
        }
        long maxDuration = fields.whole("maxSessionDuration");
        Fields info = fields.objectOrNull("resourceInfo");
        return new Schema(
                fields.text("resourceId"),
                fields.text("websocketEndpoint"),
                pricing(fields.object("pricing"), maxDuration),
                fields.object("paymentDetails").json(),
                maxDuration,
                info == null ? null : info.json(),
                fields.objects("accepts").stream()
                        .map(offer -> offer(offer, maxDuration))
                        .toList());
    }

    private static JsonObject pricing(Pricing pricing) {
        JsonObject json = new JsonObject();
        Amounts.write(json, "pricePerSecond", pricing.plan().pricePerSecond());
        json.put("currency", pricing.currency()).put("estimatedDuration", pricing.estimatedDuration());
        Amounts.write(json, "totalPrice", pricing.totalPrice());
        return putTraffic(json, pricing.plan());
    }

    private static Pricing pricing(Fields fields, long maxDuration) {
        return new Pricing(
                fields.text("currency"),
                plan(fields, maxDuration),
                fields.whole("estimatedDuration"),
                fields.amount("totalPrice"));
    }

    static JsonObject offer(Offer offer) {
        return putTraffic(perSecond(offer), offer.plan());
    }

    private static JsonObject offer(Offer offer, long duration) {
        JsonObject json =
                Amounts.write(perSecond(offer), "totalPrice", offer.plan().priceOf(duration));
        return putTraffic(json, offer.plan());
    }

    private static JsonObject perSecond(Offer offer) {
        AcceptedAsset accepted = offer.accepted();
        JsonObject json = new JsonObject()
                .put("method", accepted.method())
                .put("network", accepted.network())
                .put("asset", AssetJson.write(accepted.asset()))
                .put("default", accepted.byDefault());
        return Amounts.write(json, "pricePerSecond", offer.plan().pricePerSecond());
    }

    private static Offer offer(Fields fields, long maxDuration) {
        AcceptedAsset accepted = new AcceptedAsset(
                fields.text("method"),
                fields.text("network"),
                AssetJson.read(fields.object("asset")),
                fields.flag("default"));
        return new Offer(accepted, plan(fields, maxDuration));
    }

    private static PricePlan plan(Fields fields, long maxDuration) {
        BigInteger perMegabyte = fields.amountOrNull("pricePerMegabyte");
        BigInteger perMessage = fields.amountOrNull("pricePerMessage");
        return fields.make(
                "maxSessionDuration",
                () -> new PricePlan(
                        fields.amount("pricePerSecond"),
                        Objects.requireNonNullElse(perMegabyte, ZERO),
                        Objects.requireNonNullElse(perMessage, ZERO),
                        maxDuration));
    }

    /** Prices of traffic stand only where a resource has them: a 0.1 client shows none. */
    private static JsonObject putTraffic(JsonObject json, PricePlan plan) {
        if (plan.pricePerMegabyte().signum() > 0) {
            Amounts.write(json, "pricePerMegabyte", plan.pricePerMegabyte());
        }
        if (plan.pricePerMessage().signum() > 0) {
            Amounts.write(json, "pricePerMessage", plan.pricePerMessage());
        }
        return json;
    }
}
