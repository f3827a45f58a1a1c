package io.ws402.gateway.methods.evm.refund;

import io.vertx.core.Future;
import io.ws402.gateway.method.AssetTrial;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.rpc.ChainWatcher;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Views;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.gateway.methods.signing.Signer;
import io.ws402.gateway.methods.signing.SigningException;
import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;

/** Refunds of one network, all from one wallet whose nonces are the sequence numbers. */
public final class EvmRefundRail implements RefundRail {
    private final EvmSettings settings;
    private final VirtualThreads threads;
    private final RpcPool<EvmRpc> pool;
    private final RefundTools tools;
    private final RefundPlanner planner;
    private final RefundDispatcher dispatcher;
    private final RefundReconciler reconciler;
    private final OutboundHistory outbound;
    private final NextNonce nextNonce;

    /** Of the network of these settings. */
    public EvmRefundRail(
            EvmSettings settings, VirtualThreads threads, RpcPool<EvmRpc> pool, ChainWatcher watcher, Views views) {
        this.settings = settings;
        this.threads = threads;
        this.pool = pool;
        this.tools = RefundTools.of(settings, watcher, pool.calls());
        this.planner = new RefundPlanner(settings, tools);
        this.dispatcher = new RefundDispatcher(pool);
        this.outbound = new OutboundHistory(settings);
        this.reconciler = new RefundReconciler(settings, views, tools, dispatcher, outbound);
        this.nextNonce = new NextNonce(
                threads, pool, settings.wallet().address(), settings.pace().pollInterval());
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return settings.wallet().signer().map(signer -> sequencer());
    }

    private String sequencer() {
        return settings.chain() + ":" + settings.wallet().address().checksummed();
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        if (!sequencer.equals(sequencer())) {
            return Future.failedFuture(new IllegalArgumentException(
                    settings.id() + " sends from " + sequencer() + ", not from " + sequencer));
        }
        return nextNonce.get();
    }

    @Override
    public Future<List<Outbound>> outbound(String sequencer, long from) {
        return threads.run(() -> outbound.from(pool.calls(), from));
    }

    @Override
    public Future<AssetTrial> trial(Asset asset) {
        return settings.asset(asset).orElse(null) instanceof ChainAsset.Token token
                ? threads.run(() -> pool.onOneEndpoint(rpc -> PayoutTrial.ofToken(
                        rpc, settings.wallet().address(), token, settings.gas().gasLimit())))
                : Future.succeededFuture(new AssetTrial.Passes());
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return threads.run(() -> planner.plan(order));
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        return threads.run(() -> unsigned(order, sequence)).compose(this::sign);
    }

    private RefundTransaction unsigned(RefundOrder order, long sequence) {
        Payout payout = Payout.of(configured(order), order);
        long gasLimit = tools.gasLimits().take(order.refundId()).orElseGet(() -> gasLimit(payout));
        FeeMarket.Prices prices = tools.market().now();
        return new RefundTransaction(
                settings.chainId(), sequence, payout, new Terms(gasLimit, prices.offer(), prices.height()));
    }

    /**
     * A refund that has its sequence number is signed whatever the trial says now: a number that is never used holds up
     * all that come after it, while a transfer that is reverted uses it up.
     */
    private long gasLimit(Payout payout) {
        return tools.trial().run(payout) instanceof Trial.Passes passes
                ? passes.gasLimit()
                : settings.gas().gasLimit();
    }

    private Future<SignedTransfer> sign(RefundTransaction transaction) {
        Signer signer = settings.wallet()
                .signer()
                .orElseThrow(() -> new SigningException(
                        "there is no key for " + settings.wallet().address()));
        return signer.sign(transaction.digest())
                .map(signature ->
                        transaction.signed(signature, settings.wallet().address()));
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return threads.run(() -> dispatcher.send(signed));
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        return threads.run(() -> reconciler.reconcile(order, signed));
    }

    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        return threads.run(() -> dearer(order, stuck)).compose(this::sign);
    }

    private RefundTransaction dearer(RefundOrder order, SignedTransfer stuck) {
        Terms before = Terms.of(stuck.terms());
        FeeMarket.Prices prices = tools.market().now();
        Fees fees = before.fees().raised().atLeast(prices.offer());
        if (!tools.market().isWithinCap(fees.maxFeePerGas())) {
            throw new IllegalStateException("a replacement would cost more than maxFeePerGasGwei allows");
        }
        Terms terms = new Terms(before.gasLimit(), fees, prices.height());
        return new RefundTransaction(settings.chainId(), stuck.sequence(), Payout.of(configured(order), order), terms);
    }

    private ChainAsset configured(RefundOrder order) {
        return settings.asset(order.amount().asset())
                .orElseThrow(() -> new IllegalStateException(
                        order.amount().asset().id() + " is no longer configured for " + settings.id()));
    }
}
