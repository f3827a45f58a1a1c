package io.ws402.proxy;

import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.Verification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an embedder what happened; what its callbacks throw does not reach the session. */
record Callbacks(ProxyListener listener) {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    Verification verified(Verification outcome) {
        if (outcome instanceof Verification.Accepted accepted) {
            guarded(() -> listener.onPaymentVerified(accepted.grant()));
        }
        return outcome;
    }

    SettleOutcome settled(SettleOutcome outcome) {
        if (outcome instanceof SettleOutcome.Settled(Settlement settlement)) {
            settlement
                    .refunds()
                    .forEach(refund -> guarded(() -> listener.onRefundIssued(settlement.paymentId(), refund)));
            guarded(() -> listener.onSessionEnd(settlement));
        }
        return outcome;
    }

    private static void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.error("a callback of the embedder failed", e);
        }
    }
}
