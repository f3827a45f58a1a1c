package io.ws402.gateway.methods.evm.payment;

import io.vertx.core.json.JsonObject;

/**
 * What is remembered of the chain when a quote is made.
 *
 * @param headBlock the newest block's height; what an earlier block holds was there before the quote
 */
record Anchor(long headBlock) {
    private static final String HEAD_BLOCK = "headBlock";

    static Anchor of(JsonObject json) {
        if (json.getValue(HEAD_BLOCK) instanceof Number height) {
            return new Anchor(height.longValue());
        }
        throw new IllegalArgumentException("an anchor without " + HEAD_BLOCK);
    }

    JsonObject toJson() {
        return new JsonObject().put(HEAD_BLOCK, headBlock);
    }
}
