package io.ws402.gateway.methods.rpc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets callers wait for a chain to move on: its end is looked at once per interval for all of them, and not at all while
 * nobody waits. Thread-safe.
 */
public final class News implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private final Vertx vertx;
    private final VirtualThreads threads;
    private final Duration interval;
    private final Supplier<String> known;
    private final Runnable look;
    private final List<Waiter> waiters = new ArrayList<>();
    private @Nullable Long timer;

    private record Waiter(Promise<Void> promise, String seen, long deadlineNanos) {}

    /**
     * News of one chain.
     *
     * @param interval from one look to the next
     * @param known a mark of the chain's end as it was last seen; another mark is news
     * @param look looks again; may block and throw {@link RpcException}
     */
    public News(Vertx vertx, VirtualThreads threads, Duration interval, Supplier<String> known, Runnable look) {
        this.vertx = vertx;
        this.threads = threads;
        this.interval = interval;
        this.known = known;
        this.look = look;
    }

    /** Completes when the chain's end is another than the one known now, at the latest after a while. Never fails. */
    public Future<Void> next(Duration atMost) {
        Promise<Void> promise = Promise.promise();
        String seen = known.get();
        synchronized (this) {
            waiters.add(new Waiter(promise, seen, System.nanoTime() + atMost.toNanos()));
            if (timer == null) {
                timer = vertx.setPeriodic(Math.max(1, interval.toMillis()), tick -> threads.run(this::poll));
            }
        }
        return promise.future();
    }

    private @Nullable Void poll() {
        try {
            look.run();
        } catch (RpcException e) {
            LOG.debug("the end of the chain is not known: {}", e.getMessage());
        }
        notifyWaiters(known.get());
        return null;
    }

    private void notifyWaiters(String end) {
        List<Waiter> done = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            waiters.removeIf(waiter -> {
                boolean over = !waiter.seen().equals(end) || now - waiter.deadlineNanos() >= 0;
                return over && done.add(waiter);
            });
            if (waiters.isEmpty()) {
                stop();
            }
        }
        done.forEach(waiter -> waiter.promise().tryComplete());
    }

    private void stop() {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }

    /** Lets everybody go who waits. Idempotent. */
    @Override
    public void close() {
        List<Waiter> all;
        synchronized (this) {
            all = List.copyOf(waiters);
            waiters.clear();
            stop();
        }
        all.forEach(waiter -> waiter.promise().tryComplete());
    }
}
