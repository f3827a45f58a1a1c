package io.ws402.protocol.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;

/** An asset on the wire: {@code {"id":"eip155:8453/slip44:60","symbol":"ETH","decimals":18}}. */
public final class AssetJson {
    private AssetJson() {}

    /** The asset as an object of its own. */
    public static JsonObject write(Asset asset) {
        return new JsonObject()
                .put("id", asset.id().value())
                .put("symbol", asset.symbol())
                .put("decimals", asset.decimals());
    }

    /** Reads an asset's object; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static Asset read(Fields fields) {
        AssetId id = fields.make("id", () -> new AssetId(fields.text("id")));
        int decimals = (int) Math.min(Integer.MAX_VALUE, fields.whole("decimals"));
        return fields.make("decimals", () -> new Asset(id, fields.text("symbol"), decimals));
    }
}
