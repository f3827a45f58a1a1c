package io.ws402.protocol.payment;

/**
 * What the meter of a session shows: totals since the session first started, over all servers and interruptions.
 *
 * @param elapsedMs connected, unpaused milliseconds
 * @param bytes application payload bytes, both directions
 * @param messages application messages, both directions
 */
public record Reading(long elapsedMs, long bytes, long messages) {
    /** The reading of a session that has not started. */
    public static final Reading ZERO = new Reading(0, 0, 0);

    /** @throws IllegalArgumentException when a figure is negative */
    public Reading {
        if (elapsedMs < 0 || bytes < 0 || messages < 0) {
            throw new IllegalArgumentException("a reading can not be negative");
        }
    }
}
