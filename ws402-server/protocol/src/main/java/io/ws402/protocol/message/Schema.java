package io.ws402.protocol.message;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a payer learns before paying: where to connect, what it costs, and terms on which to pay.
 *
 * @param resourceId what is sold
 * @param websocketEndpoint where to connect after paying
 * @param pricing the price in the asset that was quoted
 * @param paymentDetails the gateway's quote, untouched
 * @param maxSessionDuration in seconds
 * @param resourceInfo whatever the resource tells about itself, or null
 * @param accepts everything it can be paid with, not yet quoted
 */
public record Schema(
        String resourceId,
        String websocketEndpoint,
        Pricing pricing,
        JsonObject paymentDetails,
        long maxSessionDuration,
        @Nullable JsonObject resourceInfo,
        List<Offer> accepts) {
    /** The value of {@code protocol}. */
    public static final String PROTOCOL = "ws402";

    /** The protocol version whose field names these are. */
    public static final String VERSION = "0.1.0";

    /**
     * The price in the asset that was quoted, in its smallest unit.
     *
     * @param currency the asset's symbol
     * @param plan what a second, a megabyte and a message cost
     * @param estimatedDuration the seconds that were asked for
     * @param totalPrice what to pay, unique units included
     */
    public record Pricing(String currency, PricePlan plan, long estimatedDuration, BigInteger totalPrice) {}

    /**
     * Something the resource can be paid with, and what it costs in it. On the wire it also tells the price of the duration that
     * was asked for, to which a quote may add a few unique units.
     */
    public record Offer(AcceptedAsset accepted, PricePlan plan) {
        /** As it stands in a list of what is sold, which is for no duration yet. */
        public JsonObject toJson() {
            return SchemaJson.offer(this);
        }
    }

    /**
     * The schema that hands out a quote.
     *
     * @param durationSeconds the duration the quote was asked for
     * @param plan the plan bound into the quote
     */
    public static Schema of(
            String resourceId,
            String websocketEndpoint,
            long durationSeconds,
            PricePlan plan,
            Quote quote,
            List<Offer> accepts) {
        String currency = quote.price().asset().symbol();
        return new Schema(
                resourceId,
                websocketEndpoint,
                new Pricing(currency, plan, durationSeconds, quote.price().units()),
                quote.details(),
                plan.maxDurationSeconds(),
                null,
                accepts);
    }

    /** The same with the resource's own words about itself. */
    public Schema withResourceInfo(JsonObject info) {
        return new Schema(resourceId, websocketEndpoint, pricing, paymentDetails, maxSessionDuration, info, accepts);
    }

    /** The document as {@code GET /ws402/schema/{resourceId}} answers it. */
    public JsonObject toJson() {
        return SchemaJson.write(this);
    }

    /** Without the payment details, which hold the payer's claim secret. */
    @Override
    public String toString() {
        return "Schema[resourceId=" + resourceId + ", pricing=" + pricing + "]";
    }

    /** Reads a strictly parsed schema, a 0.1 server's too; @throws io.ws402.protocol.json.MalformedJson naming the field. */
    public static Schema fromJson(JsonObject json) {
        return SchemaJson.read(json);
    }
}
