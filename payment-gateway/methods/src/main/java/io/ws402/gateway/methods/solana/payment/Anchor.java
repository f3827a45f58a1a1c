package io.ws402.gateway.methods.solana.payment;

import io.vertx.core.json.JsonObject;

/**
 * What is remembered of the chain when a quote is made.
 *
 * @param slot the newest confirmed slot; what an earlier one holds was there before the quote
 */
record Anchor(long slot) {
    private static final String SLOT = "slot";

    static Anchor of(JsonObject json) {
        if (json.getValue(SLOT) instanceof Number slot) {
            return new Anchor(slot.longValue());
        }
        throw new IllegalArgumentException("an anchor without " + SLOT);
    }

    JsonObject toJson() {
        return new JsonObject().put(SLOT, slot);
    }
}
