package io.ws402.protocol.payment;

import java.math.BigInteger;
import java.util.List;

/** What came of a checkpoint of all sessions of a server. */
public sealed interface CheckpointOutcome {
    /**
     * Recorded; the leases of all sessions but these are renewed.
     *
     * @param over the sessions this server no longer holds, each with the reason
     * @param toppedUp the sessions that were topped up, ever, so that a server learns of a top-up whose answer was lost
     */
    record Recorded(List<Over> over, List<ToppedUp> toppedUp) implements CheckpointOutcome {
        /** No session was topped up. */
        public Recorded(List<Over> over) {
            this(over, List.of());
        }
    }

    /** The gateway did not answer; leases run on, the next checkpoint carries the totals anyway. */
    record Unavailable(String reason) implements CheckpointOutcome {}

    /**
     * A session that must be closed without settling.
     *
     * @param paymentId whose
     * @param code {@code lease_lost}, {@code session_over}, {@code payment_reversed} or {@code unknown_payment}
     */
    record Over(String paymentId, String code) {}

    /**
     * A session whose balance has grown since it started.
     *
     * @param paymentId whose
     * @param balance everything that was paid in, smallest units
     */
    record ToppedUp(String paymentId, BigInteger balance) {}
}
