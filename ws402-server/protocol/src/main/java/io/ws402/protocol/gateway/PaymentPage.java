package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/payments?…}: a page of payments, newest first.
 *
 * @param payments the page
 * @param nextCursor what to pass as {@code cursor} for the next page, or null on the last one
 */
public record PaymentPage(
        List<PaymentAnswer> payments, @Nullable String nextCursor) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static PaymentPage fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        List<PaymentAnswer> payments =
                fields.objects("payments").stream().map(PaymentAnswer::read).toList();
        return new PaymentPage(payments, fields.textOrNull("nextCursor"));
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("payments", WireParts.array(payments, PaymentAnswer::toJson));
        return putPresent(json, "nextCursor", nextCursor);
    }
}
