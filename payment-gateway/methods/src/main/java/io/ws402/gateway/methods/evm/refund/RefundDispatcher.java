package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.RefusalKind;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import java.util.ArrayList;
import java.util.List;
import org.web3j.utils.Numeric;

/** Hands stored bytes to one node after the other until one has them. Calls block. */
final class RefundDispatcher {
    private final RpcPool<EvmRpc> pool;

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
