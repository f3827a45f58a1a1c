package io.ws402.protocol.receipt;

/** What came of checking a signed receipt. */
public sealed interface ReceiptReading {
    /**
     * A key of the set has signed it, and it adds up.
     *
     * @param receipt what it says
     * @param keyId the thumbprint of that key
     */
    record Verified(Receipt receipt, String keyId) implements ReceiptReading {}

    /**
     * It proves nothing.
     *
     * @param code {@code receipt_too_large, receipt_malformed, receipt_algorithm, receipt_unknown_key, receipt_signature} or
     *     {@code receipt_unbalanced}
     * @param reason a sentence
     */
    record Refused(String code, String reason) implements ReceiptReading {}
}
