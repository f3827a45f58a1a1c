package io.ws402.gateway.method;

import org.jspecify.annotations.Nullable;

/** What a rail shows of a payment. */
public sealed interface Observation {
    /** It arrived, and is final enough to start a session. */
    record Paid(ObservedDeposit deposit) implements Observation {}

    /**
     * Not there, or not final enough yet; looking again later may show more.
     *
     * @param code {@code transaction_not_found} or {@code payment_pending}
     * @param reason a sentence for the payer
     * @param retryAfterMs when to look again
     */
    record Pending(String code, String reason, long retryAfterMs) implements Observation {}

    /**
     * It is not a payment of this quote and never will be.
     *
     * @param code one of the codes of PROTOCOL.md, for example {@code wrong_recipient}
     * @param reason a sentence for the payer
     * @param arrived money that did reach the wallet all the same and belongs to its payer (paid too late, for example)
     */
    record Refused(String code, String reason, @Nullable ObservedDeposit arrived) implements Observation {
        /** Refused, and nothing of this payment is with us. */
        public Refused(String code, String reason) {
            this(code, reason, null);
        }
    }

    /** The rail did not answer; nothing is known. */
    record Unavailable(String reason) implements Observation {}
}
