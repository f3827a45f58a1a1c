package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.AssetJson;
import io.ws402.protocol.payment.Settlement;

/**
 * The answer to {@link SettleRequest}; the same one each time.
 *
 * @param settlement how the money was divided
 */
public record SettleAnswer(Settlement settlement) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static SettleAnswer fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        Asset asset = AssetJson.read(fields.object("asset"));
        return new SettleAnswer(new Settlement(
                fields.text("paymentId"),
                WireParts.money(fields, "paid", asset),
                WireParts.money(fields, "consumed", asset),
                WireParts.money(fields, "fee", asset),
                WireParts.refunds(fields, asset)));
    }

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("paymentId", settlement.paymentId())
                .put("asset", AssetJson.write(settlement.paid().asset()))
                .put("paid", settlement.paid().units().toString())
                .put("consumed", settlement.consumed().units().toString())
                .put("fee", settlement.fee().units().toString())
                .put("refunds", WireParts.array(settlement.refunds(), WireParts::refund));
    }
}
