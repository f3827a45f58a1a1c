package io.ws402.gateway.work;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a pass over what is due, again and again: at once while there is more, else after a pause. Passes of one instance
 * never overlap; a pass that fails is logged and tried again after the pause. Several gateways may run the same work, so
 * a pass must be safe beside itself.
 */
public final class RepeatedPass implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedPass.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final String name;
    private final Duration pause;
    private final Supplier<Future<Boolean>> pass;
    private final Promise<Void> ended = Promise.promise();
    private long timer = NO_TIMER;
    private boolean running;
    private boolean closed;

    /**
     * Nothing runs before {@link #start}.
     *
     * @param name for the log
     * @param pause between passes when nothing is due
     * @param pass one pass; answers whether there may be more
     */
    public RepeatedPass(Vertx vertx, String name, Duration pause, Supplier<Future<Boolean>> pass) {
        this.vertx = vertx;
        this.name = name;
        this.pause = pause;
        this.pass = pass;
    }

    /** Begins with a pass at once. */
    public void start() {
        run();
    }

    private void run() {
        synchronized (this) {
            timer = NO_TIMER;
            if (closed) {
                return;
            }
            running = true;
        }
        Future.succeededFuture()
                .compose(now -> pass.get())
                .onFailure(failure -> LOG.warn("{} failed and is tried again in {}", name, pause, failure))
                .onComplete(done -> next(done.succeeded() && done.result()));
    }

    private synchronized void next(boolean atOnce) {
        running = false;
        if (closed) {
            ended.tryComplete();
        } else {
            // Even at once means by way of a timer: a deep chain of futures would otherwise grow without end.
            timer = vertx.setTimer(atOnce ? 1 : pause.toMillis(), fired -> run());
        }
    }

    /** Lets a pass that runs come to its end, and starts no other. Idempotent. */
    public synchronized Future<Void> stop() {
        closed = true;
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
        if (!running) {
            ended.tryComplete();
        }
        return ended.future();
    }

    /** As {@link #stop}, without waiting. */
    @Override
    public void close() {
        stop();
    }
}
