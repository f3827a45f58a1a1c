package io.ws402.gateway.methods.evm.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.evm.chain.Receipt;
import java.util.Optional;

/**
 * Where a payment was seen.
 *
 * @param blockNumber the height of the block that held it then
 * @param blockHash of the block that held it then; empty where that was not written down
 * @param position of its log within the receipt; {@link #NATIVE} for the native coin
 */
record Evidence(long blockNumber, Optional<String> blockHash, int position) {
    static final int NATIVE = -1;

    private static final String BLOCK_NUMBER = "blockNumber";
    private static final String BLOCK_HASH = "blockHash";
    private static final String POSITION = "logPosition";

    static Evidence of(JsonObject json) {
        if (json.getValue(BLOCK_NUMBER) instanceof Number height) {
            return new Evidence(
                    height.longValue(),
                    Optional.ofNullable(json.getString(BLOCK_HASH)),
                    json.getInteger(POSITION, NATIVE));
        }
        throw new IllegalArgumentException("evidence without " + BLOCK_NUMBER);
    }

    /** Names a transfer once and for all; a reorganisation does not change it. */
    static String settlementKey(String chain, Receipt receipt, int position) {
        return chain + ":" + receipt.transactionHash() + ":" + (position == NATIVE ? "native" : position);
    }

    static JsonObject json(Receipt receipt, int position) {
        JsonObject json =
                new JsonObject().put(BLOCK_NUMBER, receipt.blockNumber()).put(BLOCK_HASH, receipt.blockHash());
        return position == NATIVE ? json : json.put(POSITION, position);
    }
}
