package io.ws402.chaos.chain;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.HexFormat;

/** What a wallet signs, and how it is written. */
record SignedBytes(String id, Buffer raw) {
    private static final String SEQUENCE = "sequence";

    static SignedBytes of(String wallet, RefundOrder order, long sequence, long price) {
        JsonObject content = new JsonObject()
                .put("refund", order.refundId())
                .put("to", order.recipient())
                .put("asset", order.amount().asset().symbol())
                .put("amount", order.amount().units().toString())
                .put(SEQUENCE, sequence)
                .put("price", price);
        String id = "0x" + HexFormat.of().toHexDigits(StableHash.hash(wallet + content.encode()));
        return new SignedBytes(id, content.put("id", id).toBuffer());
    }

    static ChainTransaction read(String wallet, Buffer raw) {
        JsonObject content = raw.toJsonObject();
        Asset asset = content.getString("asset").equals(SimChain.COIN.symbol()) ? SimChain.COIN : SimChain.TOKEN;
        return new ChainTransaction(
                content.getString("id"),
                wallet,
                new Turn.Numbered(content.getLong(SEQUENCE)),
                content.getString("to"),
                new Money(asset, new BigInteger(content.getString("amount"))),
                "",
                content.getString("refund"),
                content.getLong("price"),
                SimChain.fee(content.getLong("price")));
    }
}
