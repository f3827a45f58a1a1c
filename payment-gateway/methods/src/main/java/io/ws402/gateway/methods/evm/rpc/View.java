package io.ws402.gateway.methods.evm.rpc;

import io.ws402.gateway.methods.evm.chain.Block;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.rpc.Once;
import io.ws402.gateway.methods.rpc.RpcException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The chain as one node shows it to all who look within an interval: its height first, then what is asked about it, each
 * only once. Thread-safe; calls block.
 */
public final class View {
    private final EvmRpc rpc;
    private final Shared shared;
    private final Tip tip;

    /** What all know who look. */
    record Shared(
            long sinceNanos,
            Once<Tip> tip,
            Map<Long, Once<Optional<String>>> hashes,
            Map<String, Once<Optional<Long>>> nonces) {
        static Shared since(long nanos) {
            return new Shared(nanos, new Once<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }
    }

    /** Through calls that all go to the node that is shared. */
    View(EvmRpc rpc, Shared shared) {
        this.rpc = rpc;
        this.shared = shared;
        this.tip = shared.tip().get(() -> Tip.ask(rpc)).through(rpc);
    }

    /** As the node shows it now, to nobody else. */
    public static View now(EvmRpc rpc) {
        return new View(rpc, Shared.since(System.nanoTime()));
    }

    /** The node, for what concerns nobody else. */
    public EvmRpc rpc() {
        return rpc;
    }

    /** The end of the chain. */
    public Tip tip() {
        return tip;
    }

    /** Whether nothing that it shows is older than this moment of {@link System#nanoTime}. */
    public boolean isSince(long nanos) {
        return shared.sinceNanos() - nanos >= 0;
    }

    /** Whether this block is the one at its height. Its hash is that of all it holds: where it stands, so does that. */
    public boolean stands(long number, String hash) {
        return shared.hashes()
                .computeIfAbsent(number, first -> new Once<>())
                .get(() -> rpc.blockAt(number).map(Block::hash))
                .filter(hash::equals)
                .isPresent();
    }

    /** The nonce that the account's next transaction must have. */
    public long nonce(EvmAddress account) {
        return nonce("latest", account, () -> Optional.of(rpc.nonce(account))).orElseThrow();
    }

    /** As {@link #nonce}, with those that wait in the node's pool. */
    public long nonceWithPending(EvmAddress account) {
        return nonce("pending", account, () -> Optional.of(rpc.nonceWithPending(account)))
                .orElseThrow();
    }

    /** As {@link #nonce}, after the block at a height; empty where the node keeps no state that old. */
    public Optional<Long> nonceAt(EvmAddress account, long number) {
        return nonce(Long.toString(number), account, () -> {
            try {
                return Optional.of(rpc.nonceAt(account, number));
            } catch (RpcException.Refused e) {
                return Optional.empty();
            }
        });
    }

    private Optional<Long> nonce(String at, EvmAddress account, Supplier<Optional<Long>> question) {
        return shared.nonces()
                .computeIfAbsent(at + account.lower(), first -> new Once<>())
                .get(question);
    }
}
