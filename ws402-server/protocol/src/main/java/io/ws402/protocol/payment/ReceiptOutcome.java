package io.ws402.protocol.payment;

/** The answer to a question for a session's signed receipt. */
public sealed interface ReceiptOutcome {
    /** The gateway does not know the session, or it is another merchant's. */
    String UNKNOWN_SESSION = "unknown_session";
    /** The gateway signs no receipts: it has no key for them, or is one of WS402 0.1. */
    String NOT_OFFERED = "receipts_not_offered";
    /** The session has more deposits than a receipt may list. */
    String TOO_LARGE = "receipt_too_large";

    /** The receipt, a compact JWS; see {@link io.ws402.protocol.receipt.ReceiptVerifier}. */
    record Issued(String signed) implements ReceiptOutcome {}

    /**
     * There is none.
     *
     * @param code {@link #UNKNOWN_SESSION}, {@link #NOT_OFFERED} or {@link #TOO_LARGE}
     * @param reason a sentence
     */
    record Refused(String code, String reason) implements ReceiptOutcome {}
}
