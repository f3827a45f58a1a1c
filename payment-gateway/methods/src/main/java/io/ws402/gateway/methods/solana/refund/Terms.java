package io.ws402.gateway.methods.solana.refund;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.math.BigInteger;

/**
 * What must be known of a signed refund to tell whether it can still take effect.
 *
 * @param blockhash what it was signed with
 * @param lastValidHeight the last block that may hold it
 * @param signedAtSlot the newest slot when it was signed
 * @param fee what it costs at most, in lamports
 */
public record Terms(SolanaAddress blockhash, long lastValidHeight, long signedAtSlot, BigInteger fee) {
    private static final String BLOCKHASH = "blockhash";
    private static final String LAST_VALID = "lastValidBlockHeight";
    private static final String SIGNED_AT = "signedAtSlot";
    private static final String FEE = "maxFee";

    /** Reads stored ones. */
    public static Terms of(JsonObject json) {
        return new Terms(
                new SolanaAddress(json.getString(BLOCKHASH)),
                json.getLong(LAST_VALID),
                json.getLong(SIGNED_AT),
                new BigInteger(json.getString(FEE)));
    }

    JsonObject toJson() {
        return new JsonObject()
                .put(BLOCKHASH, blockhash.text())
                .put(LAST_VALID, lastValidHeight)
                .put(SIGNED_AT, signedAtSlot)
                .put(FEE, fee.toString());
    }
}
