package io.ws402.proxy;

import io.vertx.core.Future;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A payment that a 0.1 gateway accepted, held for a session of this process. Thread-safe. */
final class LegacyHold {
    private final SessionGrant grant;
    private final PaymentProof proof;
    private final long heldAtMs;
    private @Nullable Future<SettleOutcome> settling;

    LegacyHold(SessionGrant grant, PaymentProof proof, long heldAtMs) {
        this.grant = grant;
        this.proof = proof;
        this.heldAtMs = heldAtMs;
    }

    SessionGrant grant() {
        return grant;
    }

    PaymentProof proof() {
        return proof;
    }

    /** When, by the wall clock: what a refund repeats as its {@code timestamp}. */
    long heldAtMs() {
        return heldAtMs;
    }

    /** A 0.1 gateway gives refunds no names. */
    String refundId() {
        return "refund_of_" + grant.paymentId();
    }

    /** Settles, or joins the settling under way. Only an attempt that certainly had no effect makes way for another. */
    synchronized Future<SettleOutcome> settleOnce(Supplier<Future<SettleOutcome>> attempt) {
        Future<SettleOutcome> running = settling;
        boolean vain = running != null && (running.failed() || running.result() instanceof SettleOutcome.Unavailable);
        if (running == null || vain) {
            running = attempt.get();
            settling = running;
        }
        return running;
    }
}
