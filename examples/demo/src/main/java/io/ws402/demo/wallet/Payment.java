package io.ws402.demo.wallet;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A payment that left the wallet.
 *
 * @param payer the account that paid
 * @param txId the transaction on the rail, or null where the rail moves the money only when the proof is presented
 * @param networkFee what the payer paid the network for it, in smallest units of the network's own coin
 * @param proof what to show the WS402 server
 */
public record Payment(String payer, @Nullable String txId, BigInteger networkFee, PaymentProof proof) {
    /** The proof with the quote's claim secret, by which the payer takes the session up when the answer was lost. */
    public PaymentProof proofWithClaimSecret(@Nullable String claimSecret) {
        if (claimSecret == null) {
            return proof;
        }
        JsonObject json = proof.json().copy().put("claimSecret", claimSecret);
        return new PaymentProof(json);
    }
}
