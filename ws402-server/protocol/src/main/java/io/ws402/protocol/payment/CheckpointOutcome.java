package io.ws402.protocol.payment;

import java.util.List;

/** What came of a checkpoint of all sessions of a server. */
public sealed interface CheckpointOutcome {
    /**
     * Recorded; the leases of all sessions but these are renewed.
     *
     * @param over the sessions this server no longer holds, each with the reason
     */
    record Recorded(List<Over> over) implements CheckpointOutcome {}

    /** The gateway did not answer; leases run on, the next checkpoint carries the totals anyway. */
    record Unavailable(String reason) implements CheckpointOutcome {}

    /**
     * A session that must be closed without settling.
     *
     * @param paymentId whose
     * @param code {@code lease_lost}, {@code session_over}, {@code payment_reversed} or {@code unknown_payment}
     */
    record Over(String paymentId, String code) {}
}
