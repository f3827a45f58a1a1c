package io.ws402.server.journal;

import io.vertx.core.Vertx;
import io.ws402.server.journal.FinalReading.ReadingKey;
import io.ws402.server.metrics.ServerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Final readings on their way to the gateway. One that is answered at once costs nothing but memory; one that is not is kept
 * on disk by a worker thread, so that a later process delivers it if this one dies. Best effort: losing it costs the merchant
 * what no checkpoint recorded, never the payer.
 *
 * <p>A journal that is full, or whose disk fails, loses nothing that is under way; it only takes no new sessions. All methods may be
 * called from any thread, and all but {@link #open} and {@link #close} without blocking it.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** How long the gateway has before a reading is written down, and how often is looked. */
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

    /** After how long a disk that failed is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final @Nullable JournalFile file;
    private final int readingsMax;
    private final ServerMetrics metrics;
    private final LongSupplier nanoClock;
    private final ConcurrentHashMap<ReadingKey, Waiting> waiting = new ConcurrentHashMap<>();
    private final Queue<ReadingKey> crossedOut = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private volatile boolean failing;
    private long failedAtNanos;
    private volatile boolean closed;

    /** A reading without an answer. */
    private static final class Waiting {
        private final FinalReading reading;
        private final long sinceNanos;
        private boolean kept;
        private boolean answered;

        Waiting(FinalReading reading, long sinceNanos) {
            this.reading = reading;
            this.sinceNanos = sinceNanos;
        }

        synchronized boolean isKept() {
            return kept;
        }

        /** Whether it has been answered meanwhile. */
        synchronized boolean keep() {
            kept = true;
            return answered;
        }

        /** Whether it is kept. */
        synchronized boolean answer() {
            answered = true;
            return kept;
        }
    }

    private Journal(@Nullable JournalFile file, int readingsMax, ServerMetrics metrics, LongSupplier nanoClock) {
        this.file = file;
        this.readingsMax = readingsMax;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        metrics.journal(kept::get, this::isFull);
    }

    /**
     * Opens the journal, which does not write before {@link #start}. Blocks.
     *
     * @throws JournalException when another server has the folder, or it can not be read and written
     */
    public static Journal open(JournalOptions options, ServerMetrics metrics, LongSupplier nanoClock) {
        if (options.folder() == null) {
            return new Journal(null, options.readingsMax(), metrics, nanoClock);
        }
        JournalFile.Opened opened = JournalFile.open(options.folder());
        Journal journal = new Journal(opened.file(), options.readingsMax(), metrics, nanoClock);
        journal.takeOver(opened);
        return journal;
    }

    private void takeOver(JournalFile.Opened opened) {
        long now = nanoClock.getAsLong();
        for (FinalReading reading : opened.found()) {
            Waiting one = new Waiting(reading, now);
            waiting.put(reading.key(), one);
            keep(one);
        }
        for (int line = 0; line < opened.unreadable(); line++) {
            metrics.journalDropped("unreadable");
        }
    }

    /** Begins to write down what waits, on worker threads, until {@link #close}. */
    public void start(Vertx vertx) {
        vertx.setTimer(LOOK_INTERVAL.toMillis(), timer -> {
            if (!closed) {
                vertx.executeBlocking(
                                () -> {
                                    write(AT_ONCE);
                                    return null;
                                },
                                false)
                        .onComplete(written -> start(vertx));
            }
        });
    }

    /** What waits; before the first session that is what an earlier process could not deliver. */
    public List<FinalReading> waiting() {
        return waiting.values().stream().map(one -> one.reading).toList();
    }

    /** The gateway is being told of it. Such a reading without a lease is not kept: nobody else could deliver it. */
    public void sending(FinalReading reading) {
        if (reading.isFenced()) {
            waiting.putIfAbsent(reading.key(), new Waiting(reading, nanoClock.getAsLong()));
        }
    }

    /** The gateway has taken it. */
    public void delivered(FinalReading reading) {
        if (answered(reading)) {
            metrics.journalDelivered();
        }
    }

    /** Nothing comes of it: the gateway refused it with this code, or it was given up. */
    public void dropped(FinalReading reading, String code) {
        if (answered(reading)) {
            metrics.journalDropped(code);
        }
    }

    /** Whether no session should be started, because its final reading might not be kept. */
    public boolean isFull() {
        return failing || kept.get() >= readingsMax;
    }

    private boolean answered(FinalReading reading) {
        Waiting one = waiting.remove(reading.key());
        if (one == null || !one.answer()) {
            return false;
        }
        crossOut(one);
        return true;
    }

    private void keep(Waiting one) {
        kept.incrementAndGet();
        if (one.keep()) {
            crossOut(one);
        }
    }

    private void crossOut(Waiting one) {
        kept.decrementAndGet();
        crossedOut.add(one.reading.key());
    }

    /** Writes down what has waited for so long, and crosses out what was answered. */
    synchronized void write(Duration waited) {
        long now = nanoClock.getAsLong();
        if (closed || (failing && now - failedAtNanos < RETRY.toNanos())) {
            return;
        }
        List<Waiting> due = waiting.values().stream()
                .filter(one -> !one.isKept() && now - one.sinceNanos >= waited.toNanos())
                .toList();
        List<ReadingKey> answered = new ArrayList<>();
        for (ReadingKey key = crossedOut.poll(); key != null; key = crossedOut.poll()) {
            answered.add(key);
        }
        if (due.isEmpty() && answered.isEmpty() && !failing) {
            return;
        }
        try {
            if (file != null) {
                write(file, due.stream().map(one -> one.reading).toList(), answered);
            }
            due.forEach(this::keep);
            note(null);
        } catch (IOException | RuntimeException fault) {
            note(fault);
        }
    }

    private void write(JournalFile to, Collection<FinalReading> due, Collection<ReadingKey> answered)
            throws IOException {
        if (failing || to.isStale(kept.get() + due.size())) {
            List<FinalReading> all = new ArrayList<>(due);
            waiting.values().stream().filter(Waiting::isKept).forEach(one -> all.add(one.reading));
            to.rewrite(all);
        } else {
            to.append(due, answered);
        }
    }

    /** Says once that the disk fails, and once that it works again. */
    private void note(@Nullable Exception fault) {
        if (fault != null && !failing) {
            LOG.error("Final readings can not be written to the journal; no new sessions until they can", fault);
        } else if (fault == null && failing) {
            LOG.info("The journal can be written again");
        }
        failing = fault != null;
        failedAtNanos = nanoClock.getAsLong();
    }

    /** Writes down all that waits, and lets the folder go. Blocks. Idempotent. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            // A disk that failed a moment ago has its last chance.
            failedAtNanos = nanoClock.getAsLong() - RETRY.toNanos();
            write(Duration.ZERO);
            closed = true;
            if (file != null) {
                file.close();
            }
        }
    }
}
