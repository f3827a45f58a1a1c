package io.ws402.gateway.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How much of an asset is served on that its rail could still undo, in smallest units, of all payers together.
 *
 * @param method the payment method
 * @param asset its asset
 * @param atRisk what would be lost if all of it were undone now
 * @param cap the most that it may be; null where there is no cap, or the method is not configured any more
 */
public record Exposure(
        String method,
        AssetId asset,
        BigInteger atRisk,
        @Nullable BigInteger cap) {
    /** For programs. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("method", method)
                .put("asset", asset.value())
                .put("atRisk", atRisk.toString());
        return cap == null ? json : json.put("cap", cap.toString());
    }
}
