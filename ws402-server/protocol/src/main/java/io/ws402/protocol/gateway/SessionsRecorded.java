package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.CheckpointOutcome.Over;
import io.ws402.protocol.payment.CheckpointOutcome.ToppedUp;
import java.util.List;

/**
 * The answer to {@link SessionsReport}.
 *
 * @param recorded how many reports were recorded, their leases renewed or given back
 * @param over the sessions that the server no longer holds, each with the reason
 * @param toppedUp the sessions that were topped up, with their balances; absent from gateways that know no top-ups
 */
public record SessionsRecorded(long recorded, List<Over> over, List<ToppedUp> toppedUp) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static SessionsRecorded fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        List<Over> over = fields.objects("over").stream()
                .map(entry -> new Over(entry.text("paymentId"), entry.text("code")))
                .toList();
        List<ToppedUp> toppedUp = fields.json().containsKey("toppedUp")
                ? fields.objects("toppedUp").stream()
                        .map(entry -> new ToppedUp(entry.text("paymentId"), entry.amount("balance")))
                        .toList()
                : List.of();
        return new SessionsRecorded(fields.whole("recorded"), over, toppedUp);
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json =
                new JsonObject().put("recorded", recorded).put("over", WireParts.array(over, SessionsRecorded::entry));
        return toppedUp.isEmpty() ? json : json.put("toppedUp", WireParts.array(toppedUp, SessionsRecorded::entry));
    }

    private static JsonObject entry(ToppedUp toppedUp) {
        return new JsonObject()
                .put("paymentId", toppedUp.paymentId())
                .put("balance", toppedUp.balance().toString());
    }

    private static JsonObject entry(Over over) {
        return new JsonObject().put("paymentId", over.paymentId()).put("code", over.code());
    }
}
