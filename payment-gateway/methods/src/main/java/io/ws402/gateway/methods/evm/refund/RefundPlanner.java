package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.Optional;

/** Decides whether a refund is worth sending, can be sent, and would arrive. Calls block. */
final class RefundPlanner {
    private final EvmSettings settings;
    private final RefundTools tools;

    RefundPlanner(EvmSettings settings, RefundTools tools) {
        this.settings = settings;
        this.tools = tools;
    }

    RefundPlan plan(RefundOrder order) {
        Optional<ChainAsset> asset = settings.asset(order.amount().asset());
        if (settings.wallet().signer().isEmpty()) {
            return new RefundPlan.Operator(
                    "the gateway has no key for " + settings.wallet().address());
        }
        if (asset.isEmpty()) {
            return new RefundPlan.Operator(
                    order.amount().asset().id() + " is no longer configured for " + settings.id());
        }
        Payout payout = Payout.of(asset.get(), order);
        if (payout.recipient().equals(settings.wallet().address())) {
            return new RefundPlan.Operator("the recipient is the wallet itself");
        }
        if (payout.units().compareTo(payout.asset().refundFloor()) < 0) {
            return new RefundPlan.Dust(Money.zero(settings.nativeCoin()));
        }
        try {
            return price(order, payout);
        } catch (RpcException e) {
            return new RefundPlan.Later("the chain does not answer: " + e.getMessage());
        }
    }

    private RefundPlan price(RefundOrder order, Payout payout) {
        FeeMarket.Prices prices = tools.market().now();
        if (!tools.market().isWithinCap(prices.price())) {
            return new RefundPlan.Later("gas costs " + prices.price() + " wei, more than maxFeePerGasGwei allows");
        }
        BigInteger rollupFee = settings.gas().rollupFees() ? tools.rollupFee().estimate() : BigInteger.ZERO;
        // Without the amount itself a node refuses to try, in words that nobody can rely on.
        Optional<String> missing = tools.funds().missing(payout, rollupFee);
        return missing.<RefundPlan>map(RefundPlan.Later::new)
                .orElseGet(() -> attempt(order, payout, prices, rollupFee));
    }

    private RefundPlan attempt(RefundOrder order, Payout payout, FeeMarket.Prices prices, BigInteger rollupFee) {
        return switch (tools.trial().run(payout)) {
            case Trial.RecipientRefuses(String reason) -> new RefundPlan.RecipientRefuses(reason);
            case Trial.NotNow(String reason) -> new RefundPlan.Later(reason);
            case Trial.Passes(long gasLimit) -> {
                BigInteger gas = BigInteger.valueOf(gasLimit);
                Money fee = new Money(
                        settings.nativeCoin(), gas.multiply(prices.price()).add(rollupFee));
                if (payout.asset() instanceof ChainAsset.Native
                        && payout.units().compareTo(fee.units()) <= 0) {
                    yield new RefundPlan.Dust(fee);
                }
                BigInteger most = gas.multiply(prices.offer().maxFeePerGas()).add(rollupFee);
                tools.gasLimits().remember(order.refundId(), gasLimit);
                yield tools.funds()
                        .missing(payout, most)
                        .<RefundPlan>map(RefundPlan.Later::new)
                        .orElseGet(() -> new RefundPlan.Send(fee));
            }
        };
    }
}
