package io.ws402.gateway.methods.evm.refund;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;

/**
 * What must be known of a signed refund to replace it.
 *
 * @param gasLimit how much gas it may take
 * @param fees what it offers
 * @param signedAtBlock the height of the chain when it was signed
 */
record Terms(long gasLimit, Fees fees, long signedAtBlock) {
    private static final String GAS_LIMIT = "gasLimit";
    private static final String MAX_FEE = "maxFeePerGas";
    private static final String TIP = "maxPriorityFeePerGas";
    private static final String SIGNED_AT = "signedAtBlock";

    static Terms of(JsonObject json) {
        return new Terms(
                json.getLong(GAS_LIMIT),
                new Fees(new BigInteger(json.getString(MAX_FEE)), new BigInteger(json.getString(TIP))),
                json.getLong(SIGNED_AT));
    }

    JsonObject toJson() {
        return new JsonObject()
                .put(GAS_LIMIT, gasLimit)
                .put(MAX_FEE, fees.maxFeePerGas().toString())
                .put(TIP, fees.tip().toString())
                .put(SIGNED_AT, signedAtBlock);
    }
}
