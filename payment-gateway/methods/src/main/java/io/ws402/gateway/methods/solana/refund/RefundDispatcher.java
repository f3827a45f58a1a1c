package io.ws402.gateway.methods.solana.refund;

import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.solana.chain.Bytes;
import io.ws402.gateway.methods.solana.rpc.RefusalKind;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import java.util.ArrayList;
import java.util.List;

/** Hands stored bytes to one node after the other until one has them. Calls block. */
final class RefundDispatcher {
    private final RpcPool<SolanaRpc> pool;

    RefundDispatcher(RpcPool<SolanaRpc> pool) {
        this.pool = pool;
    }

    Dispatch send(SignedTransfer signed) {
        Bytes bytes = Bytes.of(signed.raw().getBytes());
        List<String> unknown = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (SolanaRpc rpc : pool.each()) {
            switch (sendTo(rpc, bytes, signed.txId())) {
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

    private static Dispatch sendTo(SolanaRpc rpc, Bytes bytes, String txId) {
        try {
            String known = rpc.send(bytes);
            return known.equals(txId)
                    ? new Dispatch.Sent()
                    : new Dispatch.Unknown("the node knows the transaction by another signature, " + known);
        } catch (RpcException.Refused e) {
            String reason = "the node refused: " + e.getMessage();
            return switch (RefusalKind.of(e)) {
                case KNOWN -> new Dispatch.Sent();
                case TRIAL_FAILED, INVALID -> new Dispatch.NotSent(reason);
                // The bytes may still be good, and somebody may have them.
                case BLOCKHASH, OTHER -> new Dispatch.Unknown(reason);
            };
        } catch (RpcException e) {
            return new Dispatch.Unknown(String.valueOf(e.getMessage()));
        }
    }
}
