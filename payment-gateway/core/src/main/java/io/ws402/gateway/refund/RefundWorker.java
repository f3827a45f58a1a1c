package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the refunds that are due, so many at once, until it is closed. Every gateway may run one: they share the work
 * and never a refund.
 */
public final class RefundWorker {
    private static final Logger LOG = LoggerFactory.getLogger(RefundWorker.class);

    private final Vertx vertx;
    private final RefundEngine engine;
    private final RefundPolicy policy;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicBoolean moreWork = new AtomicBoolean();
    private final Promise<Void> drained = Promise.promise();
    private volatile long timer = -1;
    private volatile boolean closed;

    public RefundWorker(Vertx vertx, RefundEngine engine, RefundPolicy policy) {
        this.vertx = vertx;
        this.engine = engine;
        this.policy = policy;
    }

    /** Begins to look for work. */
    public void start() {
        timer = vertx.setPeriodic(policy.poll().toMillis(), tick -> wake());
    }

    /** Looks for work now; called when refunds were planned. Returns at once. */
    public void wake() {
        pass().onFailure(failure -> LOG.warn("refunds could not be looked for: {}", failure.getMessage()));
    }

    /**
     * Takes what is due, as much as there is room for, and works on it until each rests: done, waiting or another's.
     *
     * @return how many it took
     */
    public Future<Integer> pass() {
        int room = reserve();
        if (room == 0) {
            moreWork.set(true);
            return Future.succeededFuture(0);
        }
        String leaseToken = UUID.randomUUID().toString();
        return engine.lease(leaseToken, room)
                .onComplete(leased ->
                        release(room - (leased.succeeded() ? leased.result().size() : 0)))
                .compose(refunds -> workOnAll(refunds, leaseToken).map(refunds.size()));
    }

    private Future<Void> workOnAll(List<String> refunds, String leaseToken) {
        return Future.join(refunds.stream()
                        .map(refund -> workOn(refund, leaseToken)
                                .onFailure(failure -> LOG.warn("refund {} is left for later", refund, failure))
                                .onComplete(done -> release(1))
                                .otherwiseEmpty())
                        .toList())
                .mapEmpty();
    }

    private Future<Void> workOn(String refund, String leaseToken) {
        if (closed) {
            return engine.free(refund, leaseToken);
        }
        return engine.step(refund, leaseToken)
                .compose(step ->
                        step instanceof RefundStep.Advanced ? workOn(refund, leaseToken) : Future.succeededFuture());
    }

    private int reserve() {
        if (closed) {
            return 0;
        }
        int before = busy.getAndUpdate(now -> policy.atOnce());
        return policy.atOnce() - before;
    }

    private void release(int places) {
        int busyStill = busy.addAndGet(-places);
        if (busyStill == 0 && closed) {
            drained.tryComplete();
        }
        if (places > 0 && !closed && moreWork.getAndSet(false)) {
            wake();
        }
    }

    /**
     * Takes no more work, ends each refund's step and gives the refunds back. Idempotent.
     *
     * @return when all of that is done
     */
    public Future<Void> close() {
        closed = true;
        vertx.cancelTimer(timer);
        release(0);
        return drained.future();
    }
}
