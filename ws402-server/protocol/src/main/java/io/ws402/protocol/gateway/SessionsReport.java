package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.MeterReport;
import java.util.List;

/**
 * {@code POST /api/sessions/checkpoint} and {@code /release}: the readings of all sessions of a server in one call.
 *
 * @param serverId the server process
 * @param sessions one report for each
 */
public record SessionsReport(String serverId, List<MeterReport> sessions) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static SessionsReport fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        List<MeterReport> sessions =
                fields.objects("sessions").stream().map(WireParts::report).toList();
        return new SessionsReport(fields.text("serverId"), sessions);
    }

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject().put("serverId", serverId).put("sessions", WireParts.array(sessions, WireParts::report));
    }
}
