package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.RefusalKind;
import io.ws402.gateway.methods.rpc.RecentlyUsed;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.web3j.utils.Numeric;

/** Hands stored bytes to one node after the other until one has them. Calls block. */
final class RefundDispatcher {
    private static final int MAX_REMEMBERED = 4096;

    private final RpcPool<EvmRpc> pool;
    private final Map<String, Long> takenAtNanos = new RecentlyUsed<>(MAX_REMEMBERED);

    RefundDispatcher(RpcPool<EvmRpc> pool) {
        this.pool = pool;
    }

    Dispatch send(SignedTransfer signed) {
        String raw = Numeric.toHexString(signed.raw().getBytes());
        List<String> unknown = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (EvmRpc rpc : pool.each()) {
            switch (sendTo(rpc, raw, signed.txId())) {
                case Dispatch.Sent sent -> {
                    remember(signed.txId());
                    return sent;
                }
                case Dispatch.NotSent(String reason) -> refused.add(reason);
                case Dispatch.Unknown(String reason) -> unknown.add(reason);
            }
        }
        return unknown.isEmpty() && !refused.isEmpty()
                ? new Dispatch.NotSent(String.join("; ", refused))
                : new Dispatch.Unknown(String.join("; ", unknown));
    }

    /** When a node took it from here, by {@link System#nanoTime}; empty when none did, or that was long ago. */
    synchronized Optional<Long> takenAt(String txId) {
        return Optional.ofNullable(takenAtNanos.get(txId));
    }

    private synchronized void remember(String txId) {
        takenAtNanos.put(txId, System.nanoTime());
    }

    private static Dispatch sendTo(EvmRpc rpc, String raw, String txId) {
        try {
            String known = rpc.send(raw);
            return known.equals(txId)
                    ? new Dispatch.Sent()
                    : new Dispatch.Unknown("the node knows the transaction by another hash, " + known);
        } catch (RpcException.Refused e) {
            String reason = "the node refused: " + e.getMessage();
            return switch (RefusalKind.of(e)) {
                case KNOWN -> new Dispatch.Sent();
                case INVALID -> new Dispatch.NotSent(reason);
                // The bytes stay good, and somebody may have them: the nonce decides what became of them.
                case NONCE_USED, UNDERPRICED, INSUFFICIENT_FUNDS, REVERTED, OTHER -> new Dispatch.Unknown(reason);
            };
        } catch (RpcException e) {
            return new Dispatch.Unknown(String.valueOf(e.getMessage()));
        }
    }
}
