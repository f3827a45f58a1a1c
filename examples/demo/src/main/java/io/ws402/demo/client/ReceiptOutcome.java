package io.ws402.demo.client;

import io.ws402.protocol.receipt.Receipt;
import java.util.List;

/** What came of asking for a session's signed receipt. */
public sealed interface ReceiptOutcome {
    /**
     * A receipt that the gateway has signed.
     *
     * @param signed the receipt itself, a compact JWS
     * @param keyId the thumbprint of the key that signed it
     * @param receipt what it says
     * @param differences where that is something else than the payer saw, in sentences
     */
    record Verified(String signed, String keyId, Receipt receipt, List<String> differences) implements ReceiptOutcome {
        /** Whether it is final and says what the payer saw. */
        public boolean isGood() {
            return receipt.isFinal() && differences.isEmpty();
        }
    }

    /**
     * None that proves anything.
     *
     * @param code stable
     * @param reason a sentence
     */
    record None(String code, String reason) implements ReceiptOutcome {}
}
