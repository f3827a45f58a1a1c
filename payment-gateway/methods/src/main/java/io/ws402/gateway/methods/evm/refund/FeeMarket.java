package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.methods.evm.config.GasPolicy;
import io.ws402.gateway.methods.evm.rpc.ChainWatcher;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.rpc.RpcException;
import java.math.BigInteger;

/** What gas costs now. The node's suggestion is asked for once per block. Calls block. */
final class FeeMarket {
    private final ChainWatcher watcher;
    private final GasPolicy policy;
    private final PerBlock<BigInteger> suggestion;

    FeeMarket(ChainWatcher watcher, EvmRpc rpc, GasPolicy policy) {
        this.watcher = watcher;
        this.policy = policy;
        this.suggestion = new PerBlock<>(rpc::suggestedTip);
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
        BigInteger gratuity = suggestion.asOf(tip).max(policy.minTip()).min(policy.maxTip());
        BigInteger offer = baseFee.shiftLeft(1).add(gratuity).min(policy.maxFeePerGas());
        return new Prices(baseFee.add(gratuity), new Fees(offer, gratuity.min(offer)), tip.height());
    }

    /** Whether this much may be offered. */
    boolean isWithinCap(BigInteger feePerGas) {
        return feePerGas.compareTo(policy.maxFeePerGas()) <= 0;
    }
}
