package io.ws402.bench.load;

import java.util.Arrays;

/**
 * How late what comes at an interval came. A series is held against the most punctual of its own, since only its sender
 * knows when it began: what is early moves the series' beat, and what is late does not. Counted by the millisecond, so that
 * it takes the same memory however long it counts. Not thread-safe.
 */
final class Lateness {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int LONGEST_MS = 10_000;

    private final long intervalNanos;
    private final int[] byMillis = new int[LONGEST_MS + 1];
    private int counted;

    Lateness(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /** Forgets what it has counted; beats stay. */
    void forget() {
        Arrays.fill(byMillis, 0);
        counted = 0;
    }

    /** So large a part was late by less than this, in whole milliseconds; ten seconds and one stand for all that is more. */
    long millisOf(double part) {
        if (counted == 0) {
            throw new IllegalStateException("nothing came");
        }
        long within = 0;
        int millis = 0;
        while (within < part * counted) {
            within += byMillis[millis];
            millis++;
        }
        return millis;
    }

    /** One series, of one sender. */
    final class Series {
        private boolean begun;
        private long dueNanos;

        /** The next one came. */
        void came(long atNanos) {
            if (!begun || atNanos - dueNanos < 0) {
                begun = true;
                dueNanos = atNanos;
            }
            byMillis[(int) Math.min((atNanos - dueNanos) / NANOS_PER_MILLI, LONGEST_MS)]++;
            counted++;
            dueNanos += intervalNanos;
        }
    }
}
