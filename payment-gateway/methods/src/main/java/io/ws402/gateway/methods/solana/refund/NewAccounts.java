package io.ws402.gateway.methods.solana.refund;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Bounds how many token accounts are paid for in an hour. Their owners can close them and keep the rent, so that without a
 * bound paying little and taking it back would earn money. Thread-safe.
 */
final class NewAccounts {
    private static final long WINDOW_NANOS = Duration.ofHours(1).toNanos();

    private final int perHour;
    private final LongSupplier nanoClock;
    private final Deque<Long> made = new ArrayDeque<>();

    NewAccounts(int perHour, LongSupplier nanoClock) {
        this.perHour = perHour;
        this.nanoClock = nanoClock;
    }

    /** Whether one more may be made now. */
    synchronized boolean isAllowed() {
        long now = nanoClock.getAsLong();
        while (!made.isEmpty() && now - made.getFirst() >= WINDOW_NANOS) {
            made.removeFirst();
        }
        return made.size() < perHour;
    }

    /** Counts one; false, and not counted, when that would be one too many. */
    synchronized boolean take() {
        if (!isAllowed()) {
            return false;
        }
        made.addLast(nanoClock.getAsLong());
        return true;
    }
}
