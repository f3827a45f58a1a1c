package io.ws402.gateway.methods.solana.chain;

import java.util.Arrays;
import java.util.Optional;

/** How sure the cluster is of a slot, the least sure first. */
public enum Commitment {
    /** A node has carried it out. */
    PROCESSED,
    /** Two thirds of the stake have voted for it. */
    CONFIRMED,
    /** So much was built on it that nothing undoes it. */
    FINALIZED;

    /** As it is written on the wire. */
    public String word() {
        return switch (this) {
            case PROCESSED -> "processed";
            case CONFIRMED -> "confirmed";
            case FINALIZED -> "finalized";
        };
    }

    /** Reads it. */
    public static Optional<Commitment> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /** Whether this is as sure as another. */
    public boolean isAtLeast(Commitment other) {
        return compareTo(other) >= 0;
    }
}
