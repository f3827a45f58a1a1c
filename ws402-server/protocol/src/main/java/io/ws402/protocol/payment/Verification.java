package io.ws402.protocol.payment;

/** What came of presenting a proof or a resume token. */
public sealed interface Verification {
    /** The session may start. */
    record Accepted(SessionGrant grant) implements Verification {}

    /**
     * It may not, and presenting the same again will not help.
     *
     * @param code stable, snake_case, for example {@code already_claimed}
     * @param reason a sentence for the payer
     */
    record Rejected(String code, String reason) implements Verification {}

    /**
     * Not yet: seen but not final enough, or another server's lease still lives. Presenting it again later is safe.
     *
     * @param code {@code payment_pending}, {@code transaction_not_found} or {@code lease_held}
     * @param reason a sentence for the payer
     * @param retryAfterMs when to try again
     */
    record Pending(String code, String reason, long retryAfterMs) implements Verification {}

    /** Nobody knows: the gateway did not answer. Nothing was decided; the same {@code sessionId} may ask again. */
    record Unavailable(String reason) implements Verification {}
}
