package io.ws402.gateway.methods.evm.rpc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.methods.evm.chain.Block;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.rpc.News;
import io.ws402.gateway.methods.rpc.SingleFlight;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches a chain for everybody: the newest block is asked for at most once per interval however many payments wait, and
 * a receipt at most once per block. While nobody asks or waits, no node is bothered. Thread-safe; what blocks says so.
 */
public final class ChainWatcher implements AutoCloseable {
    private final EvmRpc rpc;
    private final Duration interval;
    private final SingleFlight<Tip> look;
    private final Lookups lookups;
    private final News news;
    private @Nullable Tip known;
    private long knownAtNanos;

    /** @param interval how old the newest block may be before it is asked for again */
    public ChainWatcher(Vertx vertx, VirtualThreads threads, EvmRpc rpc, Duration interval) {
        this.rpc = rpc;
        this.interval = interval;
        this.look = new SingleFlight<>(this::lookNow);
        this.lookups = new Lookups(rpc);
        this.news = new News(vertx, threads, interval, this::knownHash, look::ask);
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

    /**
     * What a transaction did, as this node's chain has it now; asked for unless it is remembered from a block that still
     * stands there. Blocks.
     */
    public Optional<Receipt> receipt(String transactionHash, View view) {
        return lookups.remembered(transactionHash)
                .filter(receipt -> view.stands(receipt.blockNumber(), receipt.blockHash()))
                .or(() -> view.rpc().receipt(transactionHash));
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
        return news.next(atMost);
    }

    private synchronized String knownHash() {
        return known == null ? "" : known.latest().hash();
    }

    private Tip lookNow() {
        Tip tip = Tip.ask(rpc);
        synchronized (this) {
            known = tip;
            knownAtNanos = System.nanoTime();
        }
        return tip;
    }

    /** Lets everybody go who waits. Idempotent. */
    @Override
    public void close() {
        news.close();
    }
}
