package io.ws402.gateway.methods.evm.rpc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.ws402.gateway.methods.evm.chain.Block;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a chain for everybody: the newest block is asked for at most once per interval however many payments wait, and
 * a receipt at most once per block. While nobody asks or waits, no node is bothered. Thread-safe; what blocks says so.
 */
public final class ChainWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainWatcher.class);

    private final Vertx vertx;
    private final VirtualThreads threads;
    private final EvmRpc rpc;
    private final Duration interval;
    private final SingleFlight<Tip> look;
    private final Lookups lookups;
    private final List<Waiter> waiters = new ArrayList<>();
    private @Nullable Tip known;
    private long knownAtNanos;
    private @Nullable Long timer;

    private record Waiter(Promise<Void> promise, String seenHash, long deadlineNanos) {}

    /** @param interval how old the newest block may be before it is asked for again */
    public ChainWatcher(Vertx vertx, VirtualThreads threads, EvmRpc rpc, Duration interval) {
        this.vertx = vertx;
        this.threads = threads;
        this.rpc = rpc;
        this.interval = interval;
        this.look = new SingleFlight<>(this::lookNow);
        this.lookups = new Lookups(rpc);
    }

    /** The end of the chain, no older than the interval. Blocks; @throws RpcException when there is no answer. */
    public Tip tip() {
        synchronized (this) {
            if (known != null && System.nanoTime() - knownAtNanos < interval.toNanos()) {
                return known;
            }
        }
        return look.ask();
    }

    /** As {@link #tip}, but not below a height that was seen already. Blocks. */
    public Tip tipAtLeast(long height) {
        Tip tip = tip();
        return tip.height() >= height ? tip : look.ask();
    }

    /** What a transaction did, as of the newest block. Blocks; @throws RpcException when there is no answer. */
    public Optional<Receipt> receipt(String transactionHash) {
        return lookups.receipt(transactionHash, tip());
    }

    /** A transaction that some block holds. Blocks. */
    public Optional<Transaction> transaction(String hash) {
        return lookups.transaction(hash);
    }

    /** A block by its hash. Blocks. */
    public Optional<Block> block(String hash) {
        return lookups.block(hash);
    }

    /** Completes when there is a newer block than the one known now, at the latest after a while. Never fails. */
    public Future<Void> nextBlock(Duration atMost) {
        Promise<Void> promise = Promise.promise();
        synchronized (this) {
            String seen = known == null ? "" : known.latest().hash();
            waiters.add(new Waiter(promise, seen, System.nanoTime() + atMost.toNanos()));
            if (timer == null) {
                timer = vertx.setPeriodic(Math.max(1, interval.toMillis()), tick -> threads.run(this::poll));
            }
        }
        return promise.future();
    }

    private @Nullable Void poll() {
        try {
            look.ask();
        } catch (RpcException e) {
            LOG.debug("the newest block is not known: {}", e.getMessage());
        }
        notifyWaiters();
        return null;
    }

    private Tip lookNow() {
        Tip tip = Tip.ask(rpc);
        synchronized (this) {
            known = tip;
            knownAtNanos = System.nanoTime();
        }
        return tip;
    }

    private void notifyWaiters() {
        List<Waiter> done = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            String hash = known == null ? "" : known.latest().hash();
            waiters.removeIf(waiter -> {
                boolean over = !waiter.seenHash().equals(hash) || now - waiter.deadlineNanos() >= 0;
                return over && done.add(waiter);
            });
            if (waiters.isEmpty() && timer != null) {
                vertx.cancelTimer(timer);
                timer = null;
            }
        }
        done.forEach(waiter -> waiter.promise().tryComplete());
    }

    /** Lets everybody go who waits. Idempotent. */
    @Override
    public void close() {
        List<Waiter> all;
        synchronized (this) {
            all = List.copyOf(waiters);
            waiters.clear();
            if (timer != null) {
                vertx.cancelTimer(timer);
                timer = null;
            }
        }
        all.forEach(waiter -> waiter.promise().tryComplete());
    }
}
