package io.ws402.server.session;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clockwork of one event loop: however many sessions it has, they share one timer. Wakes everything that is due, at
 * most {@link #GRAIN} and the timer's own error late, so that wake-ups which lie close together cost one. Confined to its
 * event loop.
 */
public final class Ticker {
    /** How late a wake-up may be for the sake of being shared; well below the 50 ms that a session may outlive its money. */
    static final Duration GRAIN = Duration.ofMillis(5);

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final long GRAIN_NANOS = GRAIN.toNanos();

    private final DeadlineHeap heap = new DeadlineHeap();
    private final LongSupplier nanoClock;
    private final Alarm alarm;
    private Runnable cancelAlarm = () -> {};
    private boolean ringing;
    private boolean armed;
    private long armedFor;

    /** A ticker with nothing to wake. */
    public Ticker(LongSupplier nanoClock, Alarm alarm) {
        this.nanoClock = nanoClock;
        this.alarm = alarm;
    }

    /** The clock by which deadlines are meant. */
    public long now() {
        return nanoClock.getAsLong();
    }

    /** Wakes the entry after so many nanoseconds, instead of any earlier wish of its; a delay past 100 years is never. */
    public void wakeAfter(Timed entry, long delayNanos) {
        if (delayNanos > Duration.ofDays(36_500).toNanos()) {
            heap.remove(entry);
            return;
        }
        entry.waits = true;
        long due = now() + Math.max(0, delayNanos);
        heap.put(entry, due);
        if (!ringing && (!armed || due + GRAIN_NANOS - armedFor < 0)) {
            arm(due);
        }
    }

    /** Forgets the entry. */
    public void forget(Timed entry) {
        heap.remove(entry);
    }

    /** How many entries wait. */
    public int size() {
        return heap.size();
    }

    private void arm(long due) {
        cancelAlarm.run();
        armed = true;
        armedFor = due + GRAIN_NANOS;
        long delayMs = Math.max(1, (armedFor - now()) / 1_000_000);
        cancelAlarm = alarm.after(delayMs, this::ring);
    }

    private void ring() {
        armed = false;
        ringing = true;
        long now = now();
        for (Timed first = heap.first(); first != null && first.dueNanos - now <= 0; first = heap.first()) {
            wake(first);
        }
        ringing = false;
        Timed next = heap.first();
        if (next != null) {
            arm(next.dueNanos);
        }
    }

    /** The entry stays in while it is woken: most ask for another moment, which moves it once instead of out and in. */
    private void wake(Timed entry) {
        entry.waits = false;
        try {
            entry.due();
        } catch (RuntimeException e) {
            // One entry's defect must not stop the clock of all others.
            LOG.error("A wake-up failed", e);
        }
        if (!entry.waits) {
            heap.remove(entry);
        }
    }
}
