package io.ws402.server.testing;

import io.ws402.server.session.Alarm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rings when the test lets time pass. */
public final class ManualAlarm implements Alarm {
    private final ManualClock clock;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(long at, Runnable wake) {}

    /** An alarm by this clock. */
    public ManualAlarm(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public Runnable after(long delayMs, Runnable wake) {
        Entry entry = new Entry(clock.getAsLong() + delayMs * 1_000_000, wake);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Lets time pass, ringing at every moment that was asked for. */
    public void advanceMillis(long millis) {
        long end = clock.getAsLong() + millis * 1_000_000;
        while (true) {
            Entry next = entries.stream()
                    .min(Comparator.comparingLong(entry -> entry.at() - end))
                    .orElse(null);
            if (next == null || next.at() - end > 0) {
                clock.advanceNanos(end - clock.getAsLong());
                return;
            }
            entries.remove(next);
            clock.advanceNanos(Math.max(0, next.at() - clock.getAsLong()));
            next.wake().run();
        }
    }

    /** How many rings are asked for. */
    public int pending() {
        return entries.size();
    }
}
