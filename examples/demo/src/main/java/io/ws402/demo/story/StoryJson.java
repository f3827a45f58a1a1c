package io.ws402.demo.story;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;

/** The demo's result as one JSON document: amounts are decimal strings of smallest units, seconds a number. */
public final class StoryJson {
    private StoryJson() {}

    /** The document; {@code lawHolds} is false as soon as one sum is off by one unit. */
    public static JsonObject of(List<SessionReport> reports, boolean lawHolds) {
        JsonArray sessions = new JsonArray();
        reports.forEach(report -> sessions.add(session(report)));
        return new JsonObject().put("sessions", sessions).put("lawHolds", lawHolds);
    }

    private static JsonObject session(SessionReport report) {
        return new JsonObject()
                .put("method", report.method())
                .put("asset", report.asset().symbol())
                .put("paid", report.paid().toString())
                .put("consumed", report.consumed().toString())
                .put("refunded", report.refunded().toString())
                .put("fee", report.fee().toString())
                .put("seconds", BigDecimal.valueOf(report.elapsedMs(), 3))
                .put("payTx", report.payTx())
                .put("refundTx", report.refundTx())
                .put("payerBefore", report.payerBefore().toString())
                .put("payerAfter", report.payerAfter().toString())
                .put("payerNetworkFees", report.payerNetworkFees().toString());
    }
}
