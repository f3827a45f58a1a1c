package io.ws402.chaos.chain;

/** Told of every signature at the moment it is made, so that what was final then can be judged. */
@FunctionalInterface
public interface SignedNotes {
    /** A transfer of a refund was signed while the chain was so high. */
    void signed(String refundId, String transactionId, int height);
}
