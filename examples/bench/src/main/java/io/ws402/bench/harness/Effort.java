package io.ws402.bench.harness;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param runs how often each side is measured
 * @param span how long what is measured by time is measured
 * @param loadPercent how much of the full load
 */
public record Effort(int runs, Duration span, int loadPercent) {
    /** Five runs of the full load. */
    public static final Effort FULL = new Effort(5, Duration.ofSeconds(8), 100);

    /** To see that everything works: one short run of a twentieth of the load. */
    public static final Effort QUICK = new Effort(1, Duration.ofSeconds(1), 5);

    /** @throws IllegalArgumentException when nothing would be done */
    public Effort {
        if (runs < 1 || !span.isPositive() || loadPercent < 1 || loadPercent > 100) {
            throw new IllegalArgumentException("runs must be 1 or more, the load 1 … 100 percent");
        }
    }

    /** The same with another number of runs. */
    public Effort withRuns(int number) {
        return new Effort(number, span, loadPercent);
    }

    /** The same with another part of the load. */
    public Effort withLoad(int percent) {
        return new Effort(runs, span, percent);
    }

    /** So much of a full load, and at least one. */
    public int of(int full) {
        return Math.max(1, Math.toIntExact((long) full * loadPercent / 100));
    }
}
