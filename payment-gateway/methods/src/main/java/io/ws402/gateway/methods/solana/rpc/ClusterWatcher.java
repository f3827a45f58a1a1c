package io.ws402.gateway.methods.solana.rpc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.methods.rpc.News;
import io.ws402.gateway.methods.rpc.RecentlyUsed;
import io.ws402.gateway.methods.rpc.SingleFlight;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.Commitment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches a cluster for everybody: its end and what became of transactions are asked for at most once per interval however
 * many payments wait. While nobody asks or waits, no node is bothered. Thread-safe; what blocks says so.
 */
public final class ClusterWatcher implements AutoCloseable {
    private static final int REMEMBERED = 1024;
    /** Transactions with more instructions than any honest payment has are not worth their memory. */
    private static final int MAX_INSTRUCTIONS = 64;

    private final SolanaRpc rpc;
    private final Duration interval;
    private final SingleFlight<ChainEnd> look;
    private final StatusBoard statuses;
    private final Map<String, ChainTransaction> transactions = new RecentlyUsed<>(REMEMBERED);
    private final News news;
    private @Nullable ChainEnd known;
    private long knownAtNanos;

    /** @param interval how old an answer may be before it is asked for again */
    public ClusterWatcher(Vertx vertx, VirtualThreads threads, SolanaRpc rpc, Duration interval) {
        this.rpc = rpc;
        this.interval = interval;
        this.look = new SingleFlight<>(this::lookNow);
        this.statuses = new StatusBoard(rpc::statuses, interval);
        this.news = new News(vertx, threads, interval, this::mark, look::ask);
    }

    /** The end of the confirmed chain, no older than the interval. Blocks. */
    public ChainEnd end() {
        synchronized (this) {
            if (known != null && System.nanoTime() - knownAtNanos < interval.toNanos()) {
                return known;
            }
        }
        return look.ask();
    }

    /** What became of a transaction, as of an interval ago at most. Blocks. */
    public Optional<Status> status(String signature) {
        return statuses.of(signature);
    }

    /** The transaction that has a status, confirmed at least; empty while no node shows it. Blocks. */
    public Optional<ChainTransaction> transaction(String signature, Status status) {
        synchronized (this) {
            ChainTransaction remembered = transactions.get(signature);
            // In another slot it may have done something else.
            if (remembered != null && remembered.slot() == status.slot()) {
                return Optional.of(remembered);
            }
        }
        Optional<ChainTransaction> found = rpc.transaction(signature, Commitment.CONFIRMED);
        // One without a time has one later.
        found.filter(each -> each.instructions().size() <= MAX_INSTRUCTIONS)
                .filter(each -> each.time().isPresent())
                .ifPresent(each -> {
                    synchronized (this) {
                        transactions.put(signature, each);
                    }
                });
        return found.filter(each -> each.slot() == status.slot());
    }

    /** When a transaction was made; of a final one that the node shows without a time, when its slot was. Blocks. */
    public Optional<Instant> time(ChainTransaction transaction, Status status) {
        return transaction.time().isEmpty() && status.commitment() == Commitment.FINALIZED
                ? rpc.blockTime(transaction.slot())
                : transaction.time();
    }

    /** Completes when the chain has moved on, at the latest after a while. Never fails. */
    public Future<Void> next(Duration atMost) {
        return news.next(atMost);
    }

    private synchronized String mark() {
        return known == null ? "" : Long.toString(known.slot());
    }

    private ChainEnd lookNow() {
        ChainEnd end = rpc.end(Commitment.CONFIRMED);
        synchronized (this) {
            known = end;
            knownAtNanos = System.nanoTime();
        }
        return end;
    }

    /** Lets everybody go who waits. Idempotent. */
    @Override
    public void close() {
        news.close();
    }
}
