package io.ws402.gateway.methods.evm.refund;

import io.vertx.core.Future;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nonce that the chain expects next, asked for at most once per interval, which is a second at most. It is held against
 * the gateway's own count, to notice what that count does not know of: with an answer a second old, all that was sent
 * before is noticed, and no database is back from its backup so soon after it was last used. Thread-safe.
 */
final class NextNonce {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final VirtualThreads threads;
    private final RpcPool<EvmRpc> pool;
    private final EvmAddress wallet;
    private final long intervalNanos;
    private @Nullable Future<Long> asked;
    private long askedAtNanos;

    NextNonce(VirtualThreads threads, RpcPool<EvmRpc> pool, EvmAddress wallet, Duration interval) {
        this.threads = threads;
        this.pool = pool;
        this.wallet = wallet;
        this.intervalNanos = Math.min(interval.toNanos(), LONGEST.toNanos());
    }

    synchronized Future<Long> get() {
        long now = System.nanoTime();
        Future<Long> current = asked;
        if (current == null || current.failed() || now - askedAtNanos >= intervalNanos) {
            current = ask();
            asked = current;
            askedAtNanos = now;
        }
        return current;
    }

    private Future<Long> ask() {
        List<Future<Long>> each = pool.each().stream()
                .map(rpc -> threads.run(() -> rpc.nonceWithPending(wallet)))
                .toList();
        // The highest: a node that lags, or has not seen what waits elsewhere, must not hide what the wallet has sent.
        return Future.join(each)
                .otherwiseEmpty()
                .map(all -> each.stream()
                        .filter(Future::succeeded)
                        .map(Future::result)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(() -> new RpcException.Unavailable("no endpoint answers")));
    }
}
