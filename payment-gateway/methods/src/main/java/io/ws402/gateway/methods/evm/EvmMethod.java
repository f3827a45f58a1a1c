package io.ws402.gateway.methods.evm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.method.Capabilities;
import io.ws402.gateway.method.Detection;
import io.ws402.gateway.method.ExposureCap;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.method.MethodHealth;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.WalletBalances;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.config.EvmSettingsReader;
import io.ws402.gateway.methods.evm.payment.EvmInboundFeed;
import io.ws402.gateway.methods.evm.payment.FinalityObserver;
import io.ws402.gateway.methods.evm.payment.PaymentObserver;
import io.ws402.gateway.methods.evm.payment.ProofReader;
import io.ws402.gateway.methods.evm.payment.QuoteWriter;
import io.ws402.gateway.methods.evm.refund.EvmRefundRail;
import io.ws402.gateway.methods.evm.refund.EvmWalletBalances;
import io.ws402.gateway.methods.evm.rpc.ChainWatcher;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.evm.rpc.Views;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.PaymentProof;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Payment on one EVM network. The amount binds a payment to its quote; the chain says who paid, and refunds go there.
 * Nothing is kept between calls but what the chain can be asked again.
 */
public final class EvmMethod implements PaymentMethod {
    private static final long HEALTH_TIMEOUT_MS = 2_500;

    private final EvmSettings settings;
    private final MethodDescription description;
    private final VirtualThreads threads;
    private final RpcPool<EvmRpc> pool;
    private final ChainWatcher watcher;
    private final ProofReader proofs;
    private final QuoteWriter quotes;
    private final PaymentObserver payments;
    private final FinalityObserver finality;
    private final RefundRail refunds;
    private final InboundFeed inbound;
    private final WalletBalances balances;

    /** Of the network of these settings; nothing is asked of it before {@link #start}. */
    public EvmMethod(Vertx vertx, EvmSettings settings) {
        this.settings = settings;
        this.description = describe(settings);
        this.threads = new VirtualThreads(vertx);
        this.pool = new RpcPool<>(settings.key(), settings.rpcUrls(), EvmRpc.chain(settings.chainId()), settings.rpc());
        this.watcher =
                new ChainWatcher(vertx, threads, pool.calls(), settings.pace().pollInterval());
        this.proofs = new ProofReader(settings);
        this.quotes = new QuoteWriter(settings);
        this.payments = new PaymentObserver(settings, watcher, pool.calls());
        Views views = new Views(pool, settings.pace().pollInterval());
        this.finality = new FinalityObserver(settings, pool, views);
        this.refunds = new EvmRefundRail(settings, threads, pool, watcher, views);
        this.inbound = new EvmInboundFeed(settings, threads, pool, watcher, payments);
        this.balances = new EvmWalletBalances(settings, threads, pool);
    }

    private static MethodDescription describe(EvmSettings settings) {
        return new MethodDescription(
                settings.id(),
                EvmSettingsReader.FAMILY,
                settings.network(),
                settings.chain(),
                settings.wallet().address().checksummed(),
                settings.assets().stream().map(ChainAsset::asset).toList(),
                new Capabilities(
                        Capabilities.Binding.AMOUNT,
                        Capabilities.MoneyKind.PREPAID,
                        settings.wallet().signer().isPresent()));
    }

    @Override
    public MethodDescription describe() {
        return description;
    }

    @Override
    public Detection detect(PaymentProof proof) {
        return switch (proofs.read(proof)) {
            case ProofReader.Reading.Read read -> new Detection.Matches();
            case ProofReader.Reading.Malformed(String reason) -> new Detection.Malformed(reason);
            case ProofReader.Reading.Foreign foreign -> new Detection.Foreign();
        };
    }

    @Override
    public Future<QuoteTerms> quote(QuoteOrder order) {
        return threads.run(() -> quotes.write(order, watcher.tip().height()));
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, PaymentProof proof) {
        if (proofs.namesAnotherChain(proof.json())) {
            return Future.succeededFuture(new Observation.Refused(
                    "wrong_chain", "The proof names another chain than " + settings.network() + "."));
        }
        return switch (proofs.read(proof)) {
            case ProofReader.Reading.Read read -> threads.run(() -> payments.observe(payment, read.proof()));
            case ProofReader.Reading.Malformed(String reason) ->
                Future.succeededFuture(new Observation.Refused("malformed_proof", reason));
            case ProofReader.Reading.Foreign foreign ->
                Future.succeededFuture(new Observation.Refused(
                        "malformed_proof", "This is not a proof of a payment on " + settings.network() + "."));
        };
    }

    @Override
    public Future<Void> news(Observation.Pending pending) {
        return watcher.nextBlock(Duration.ofMillis(pending.retryAfterMs()));
    }

    @Override
    public Future<Finality> finality(ObservedDeposit deposit) {
        return threads.run(() -> finality.of(deposit));
    }

    @Override
    public ExposureCap exposureCap(Asset asset) {
        return settings.exposure().getOrDefault(asset.symbol(), ExposureCap.NONE);
    }

    @Override
    public RefundRail refunds() {
        return refunds;
    }

    @Override
    public Optional<InboundFeed> inbound() {
        return Optional.of(inbound);
    }

    @Override
    public Optional<WalletBalances> balances() {
        return Optional.of(balances);
    }

    @Override
    public Future<MethodHealth> health() {
        return threads.run(watcher::tip)
                .timeout(HEALTH_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(this::healthy)
                .otherwise(failure -> new MethodHealth(
                        false,
                        failure instanceof RpcException unavailable
                                ? String.valueOf(unavailable.getMessage())
                                : "no endpoint answers"));
    }

    private MethodHealth healthy(Tip tip) {
        String refunding = settings.wallet().signer().isPresent() ? "" : "; refunds wait for an operator (no key)";
        return new MethodHealth(true, "block " + tip.height() + refunding);
    }

    /** Fails when no endpoint answers, or one is of another chain. */
    @Override
    public Future<Void> start() {
        return threads.run(() -> {
            pool.checkChain();
            watcher.tip();
            return null;
        });
    }

    @Override
    public void close() {
        watcher.close();
        pool.close();
        threads.close();
    }
}
