package io.ws402.chaos.chain;

import io.ws402.gateway.method.RefundOrder;

/** Told of every signature at the moment it is made, so that what was final then can be judged. */
@FunctionalInterface
public interface SignedNotes {
    /** A transfer of this refund was signed while the chain was so high. */
    void signed(RefundOrder order, String transactionId, int height);
}
