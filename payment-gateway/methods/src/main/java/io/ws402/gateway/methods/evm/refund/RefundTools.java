package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.rpc.ChainWatcher;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;

/** What planning, signing and reconciling share. */
record RefundTools(FeeMarket market, PayoutTrial trial, Funds funds, RollupFee rollupFee, GasLimits gasLimits) {
    static RefundTools of(EvmSettings settings, ChainWatcher watcher, EvmRpc rpc) {
        EvmAddress wallet = settings.wallet().address();
        return new RefundTools(
                new FeeMarket(watcher, rpc, settings.gas()),
                new PayoutTrial(rpc, wallet, settings.gas().gasLimit()),
                new Funds(watcher, rpc, wallet, settings.nativeCoin()),
                new RollupFee(rpc, wallet),
                new GasLimits());
    }
}
