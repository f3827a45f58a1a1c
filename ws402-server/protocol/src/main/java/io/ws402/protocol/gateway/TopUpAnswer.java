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
 * @param amount what came in
 * @param balance everything that was paid in, this included
 */
public record TopUpAnswer(String paymentId, Money amount, Money balance) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static TopUpAnswer fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        Asset asset = AssetJson.read(fields.object("asset"));
        return new TopUpAnswer(
                fields.text("paymentId"),
                WireParts.money(fields, "amount", asset),
                WireParts.money(fields, "balance", asset));
    }

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("paymentId", paymentId)
                .put("asset", AssetJson.write(amount.asset()))
                .put("amount", amount.units().toString())
                .put("balance", balance.units().toString());
    }
}
