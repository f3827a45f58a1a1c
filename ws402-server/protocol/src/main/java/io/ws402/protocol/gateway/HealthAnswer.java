package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * {@code GET /api/health}.
 *
 * @param status {@code ok}, or {@code degraded} when a method does not work
 * @param provider a short name for display
 * @param timestampMs the gateway's wall clock, in milliseconds since 1970
 * @param methods each payment method's id and its state, {@code ok} or a sentence that says what is wrong
 */
public record HealthAnswer(String status, String provider, long timestampMs, SequencedMap<String, String> methods) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static HealthAnswer fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        SequencedMap<String, String> methods = new LinkedHashMap<>();
        Fields states = fields.objectOrNull("methods");
        if (states != null) {
            states.json().fieldNames().forEach(id -> methods.put(id, states.text(id)));
        }
        return new HealthAnswer(fields.text("status"), fields.text("provider"), fields.whole("timestamp"), methods);
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject states = new JsonObject();
        for (Map.Entry<String, String> method : methods.entrySet()) {
            states.put(method.getKey(), method.getValue());
        }
        return new JsonObject()
                .put("status", status)
                .put("provider", provider)
                .put("timestamp", timestampMs)
                .put("methods", states);
    }
}
