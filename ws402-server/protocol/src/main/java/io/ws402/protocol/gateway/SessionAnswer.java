package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.AssetJson;
import io.ws402.protocol.payment.SessionStatus;

/**
 * {@code GET /api/sessions/{id}}, and what a WS402 server shows its payer.
 *
 * @param status the session
 */
public record SessionAnswer(SessionStatus status) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static SessionAnswer fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        Asset asset = AssetJson.read(fields.object("asset"));
        return new SessionAnswer(new SessionStatus(
                fields.text("sessionId"),
                fields.text("paymentId"),
                fields.text("resourceId"),
                fields.text("state"),
                fields.flag("paused"),
                leaseExpiresInMs(fields),
                WireParts.money(fields, "paid", asset),
                WireParts.money(fields, "consumed", asset),
                WireParts.reading(fields),
                fields.textOrNull("endReason"),
                WireParts.refunds(fields, asset)));
    }

    /** A gateway that does not tell can not vouch for anybody. */
    private static long leaseExpiresInMs(Fields fields) {
        Long told = fields.wholeOrNull("leaseExpiresInMs");
        return told == null ? 0 : told;
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("sessionId", status.sessionId())
                .put("paymentId", status.paymentId())
                .put("resourceId", status.resourceId())
                .put("state", status.state())
                .put("paused", status.paused())
                .put("leaseExpiresInMs", status.leaseExpiresInMs())
                .put("asset", AssetJson.write(status.paid().asset()))
                .put("paid", status.paid().units().toString())
                .put("consumed", status.consumed().units().toString());
        WireParts.put(json, status.reading());
        putPresent(json, "endReason", status.endReason());
        return json.put("refunds", WireParts.array(status.refunds(), WireParts::refund));
    }
}
