package io.ws402.chaos.schedule;

import java.time.Instant;
import java.time.InstantSource;

/** The time of a history. Servers measure by it; the database's clock may differ from it and jump. */
public final class SimClock implements InstantSource {
    private static final long BEGINNING_MS =
            Instant.parse("2030-01-01T00:00:00Z").toEpochMilli();

    private long elapsedMs;
    private long databaseOffsetMs;

    /** A new history begins. */
    public void reset() {
        elapsedMs = 0;
        databaseOffsetMs = 0;
    }

    /** Time passes for everybody. */
    public void advance(long ms) {
        elapsedMs += ms;
    }

    /** The database's clock alone jumps, forward or back. */
    public void jump(long ms) {
        databaseOffsetMs += ms;
    }

    /** Since the history began. */
    public long elapsedMs() {
        return elapsedMs;
    }

    /** As servers count it. */
    public long nanos() {
        return elapsedMs * 1_000_000;
    }

    /** What the database believes. */
    public Instant databaseNow() {
        return Instant.ofEpochMilli(BEGINNING_MS + elapsedMs + databaseOffsetMs);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(BEGINNING_MS + elapsedMs);
    }
}
