package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AssetJson;

/**
 * The answer to {@link TopUpRequest}.
 *
 * @param paymentId the session's payment
 * @param arrived what came in, in the asset that was paid
 * @param worth what that counts for, in the session's asset
 * @param balance everything that was paid in, this included, in the session's asset
 */
public record TopUpAnswer(String paymentId, Money arrived, Money worth, Money balance) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static TopUpAnswer fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        Asset asset = AssetJson.read(fields.object("asset"));
        Money worth = WireParts.money(fields, "amount", asset);
        Fields arrived = fields.objectOrNull("arrived");
        return new TopUpAnswer(
                fields.text("paymentId"),
                arrived == null ? worth : WireParts.money(arrived, "amount", AssetJson.read(arrived.object("asset"))),
                worth,
                WireParts.money(fields, "balance", asset));
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("paymentId", paymentId)
                .put("asset", AssetJson.write(balance.asset()))
                .put("amount", worth.units().toString())
                .put("balance", balance.units().toString());
        return arrived.equals(worth)
                ? json
                : json.put(
                        "arrived",
                        new JsonObject()
                                .put("asset", AssetJson.write(arrived.asset()))
                                .put("amount", arrived.units().toString()));
    }
}
