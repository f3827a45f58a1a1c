package io.ws402.gateway.methods.solana.payment;

import io.vertx.core.json.JsonObject;

/**
 * Where a payment was seen.
 *
 * @param slot the slot that held it then
 * @param height how many blocks there were when it was looked at
 * @param position of the transfer among the transaction's instructions
 */
record Evidence(long slot, long height, String position) {
    private static final String SLOT = "slot";
    private static final String HEIGHT = "blockHeight";
    private static final String POSITION = "instruction";

    static Evidence of(JsonObject json) {
        if (json.getValue(SLOT) instanceof Number slot && json.getValue(HEIGHT) instanceof Number height) {
            return new Evidence(slot.longValue(), height.longValue(), json.getString(POSITION, ""));
        }
        throw new IllegalArgumentException("evidence without " + SLOT + " and " + HEIGHT);
    }

    /** Names a transfer once and for all; in whatever slot it ends up. */
    static String settlementKey(String chain, String signature, String position) {
        return chain + ":" + signature + ":" + position;
    }

    JsonObject toJson() {
        return new JsonObject().put(SLOT, slot).put(HEIGHT, height).put(POSITION, position);
    }
}
