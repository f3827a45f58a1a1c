package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.CheckpointOutcome.Over;
import java.util.List;

/**
 * The answer to {@link SessionsReport}.
 *
 * @param recorded how many reports were recorded, their leases renewed or given back
 * @param over the sessions that the server no longer holds, each with the reason
 */
public record SessionsRecorded(long recorded, List<Over> over) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static SessionsRecorded fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        List<Over> over = fields.objects("over").stream()
                .map(entry -> new Over(entry.text("paymentId"), entry.text("code")))
                .toList();
        return new SessionsRecorded(fields.whole("recorded"), over);
    }

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject().put("recorded", recorded).put("over", WireParts.array(over, SessionsRecorded::entry));
    }

    private static JsonObject entry(Over over) {
        return new JsonObject().put("paymentId", over.paymentId()).put("code", over.code());
    }
}
