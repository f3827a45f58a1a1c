package io.ws402.protocol.payment;

import java.math.BigInteger;

/**
 * One session's reading on its way to the gateway, in a checkpoint, a release or a settle.
 *
 * @param paymentId the payment that is held
 * @param leaseEpoch the fence under which it was metered
 * @param sequence grows with every report of the session; a report that is not newer is ignored
 * @param reading totals since the session first started
 * @param consumed what the reading costs under the session's plan, clamped to the balance
 * @param paused whether the payer has paused the session, so that no server hands out its HTTP resource
 */
public record MeterReport(
        String paymentId, long leaseEpoch, long sequence, Reading reading, BigInteger consumed, boolean paused) {
    /** A report of a session that is not paused. */
    public MeterReport(String paymentId, long leaseEpoch, long sequence, Reading reading, BigInteger consumed) {
        this(paymentId, leaseEpoch, sequence, reading, consumed, false);
    }
}
