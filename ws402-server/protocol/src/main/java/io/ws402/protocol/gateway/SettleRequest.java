package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.MeterReport;

/**
 * {@code POST /api/payment/settle}: ends a session with its final reading.
 *
 * @param report the final reading
 * @param reason why it ended, snake_case
 */
public record SettleRequest(MeterReport report, String reason) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static SettleRequest fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        return new SettleRequest(WireParts.report(fields), fields.text("reason"));
    }

    /** The body. */
    public JsonObject toJson() {
        return WireParts.report(report).put("reason", reason);
    }
}
