package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.methods.evm.config.GasPolicy;
import io.ws402.gateway.methods.evm.rpc.ChainWatcher;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.rpc.RpcException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What gas costs now. The node's suggestion is asked for once per block. Calls block. */
final class FeeMarket {
    private final ChainWatcher watcher;
    private final EvmRpc rpc;
    private final GasPolicy policy;
    private @Nullable Suggestion suggestion;

    private record Suggestion(String blockHash, BigInteger tip) {}

    FeeMarket(ChainWatcher watcher, EvmRpc rpc, GasPolicy policy) {
        this.watcher = watcher;
        this.rpc = rpc;
        this.policy = policy;
    }

    /**
     * Prices at one moment.
     *
     * @param price what a unit of gas is expected to cost, in wei
     * @param offer what is offered for it: room for the base fee to double, within the cap
     * @param height the newest block's
     */
    record Prices(BigInteger price, Fees offer, long height) {}

    Prices now() {
        Tip tip = watcher.tip();
        BigInteger baseFee = tip.latest()
                .baseFee()
                .orElseThrow(() -> new RpcException.Unavailable("the chain has no base fee (EIP-1559)"));
        BigInteger gratuity = gratuity(tip.latest().hash());
        BigInteger offer = baseFee.shiftLeft(1).add(gratuity).min(policy.maxFeePerGas());
        return new Prices(baseFee.add(gratuity), new Fees(offer, gratuity.min(offer)), tip.height());
    }

    /** Whether this much may be offered. */
    boolean isWithinCap(BigInteger feePerGas) {
        return feePerGas.compareTo(policy.maxFeePerGas()) <= 0;
    }

    private BigInteger gratuity(String blockHash) {
        synchronized (this) {
            if (suggestion != null && suggestion.blockHash().equals(blockHash)) {
                return suggestion.tip();
            }
        }
        BigInteger tip = rpc.suggestedTip().max(policy.minTip()).min(policy.maxTip());
        synchronized (this) {
            suggestion = new Suggestion(blockHash, tip);
        }
        return tip;
    }
}
