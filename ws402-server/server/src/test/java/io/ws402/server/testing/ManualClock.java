package io.ws402.server.testing;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A monotonic clock that moves when it is told to. Starts near the overflow of {@code long}, as a real one may. */
public final class ManualClock implements LongSupplier {
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    /** Lets time pass. */
    public void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Lets time pass. */
    public void advanceMillis(long millis) {
        nanos += millis * 1_000_000;
    }

    /** Lets time pass. */
    public void advanceNanos(long passed) {
        nanos += passed;
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
