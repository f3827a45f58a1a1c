package io.ws402.gateway.methods.evm.rpc;

import io.ws402.gateway.methods.rpc.Endpoint;
import io.ws402.gateway.methods.rpc.RpcPool;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Lets all who have a decision to make look at the chain through the same view of the same node. A view is no older than
 * the interval: what is final in it stays final, and whoever finds that something is not so far looks again. Thread-safe.
 */
public final class Views {
    private final RpcPool<EvmRpc> pool;
    private final Duration interval;
    private final Map<Endpoint, View.Shared> shared = new HashMap<>();

    /** @param interval how old a view may be before there is another one */
    public Views(RpcPool<EvmRpc> pool, Duration interval) {
        this.pool = pool;
        this.interval = interval;
    }

    /** Runs work on one endpoint's view; again on another's when that endpoint fails. Blocks. */
    public <T> T look(Function<View, T> work) {
        return pool.onOneEndpoint((endpoint, rpc) -> work.apply(new View(rpc, of(endpoint))));
    }

    private synchronized View.Shared of(Endpoint endpoint) {
        long now = System.nanoTime();
        return shared.compute(
                endpoint,
                (same, before) -> before != null && now - before.sinceNanos() < interval.toNanos()
                        ? before
                        : View.Shared.since(now));
    }
}
