package io.ws402.gateway.methods.solana;

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
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.config.SolanaSettingsReader;
import io.ws402.gateway.methods.solana.payment.FinalityObserver;
import io.ws402.gateway.methods.solana.payment.PaymentObserver;
import io.ws402.gateway.methods.solana.payment.ProofReader;
import io.ws402.gateway.methods.solana.payment.QuoteWriter;
import io.ws402.gateway.methods.solana.payment.SolanaInboundFeed;
import io.ws402.gateway.methods.solana.refund.SolanaRefundRail;
import io.ws402.gateway.methods.solana.rpc.ClusterWatcher;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.gateway.methods.solana.wallet.OwnAccounts;
import io.ws402.gateway.methods.solana.wallet.SolanaWalletBalances;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.PaymentProof;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Payment on one Solana cluster. A reference key, which the transfer names, binds a payment to its quote; the chain says
 * who paid, and refunds go there. Nothing is kept between calls but what the chain can be asked again.
 */
public final class SolanaMethod implements PaymentMethod {
    private static final long HEALTH_TIMEOUT_MS = 2_500;

    private final SolanaSettings settings;
    private final MethodDescription description;
    private final VirtualThreads threads;
    private final RpcPool<SolanaRpc> pool;
    private final ClusterWatcher watcher;
    private final OwnAccounts accounts;
    private final ProofReader proofs;
    private final QuoteWriter quotes;
    private final PaymentObserver payments;
    private final FinalityObserver finality;
    private final RefundRail refunds;
    private final InboundFeed inbound;
    private final WalletBalances balances;

    /** Of the cluster of these settings; nothing is asked of it before {@link #start}. */
    public SolanaMethod(Vertx vertx, SolanaSettings settings) {
        this.settings = settings;
        this.description = describe(settings);
        this.threads = new VirtualThreads(vertx);
        this.pool =
                new RpcPool<>(settings.key(), settings.rpcUrls(), SolanaRpc.chain(settings.genesis()), settings.rpc());
        this.watcher = new ClusterWatcher(vertx, threads, pool.calls(), settings.pollInterval());
        this.accounts = new OwnAccounts(settings, pool);
        this.proofs = new ProofReader(settings);
        this.quotes = new QuoteWriter(settings);
        this.payments = new PaymentObserver(settings, watcher);
        this.finality = new FinalityObserver(settings, pool);
        this.refunds = new SolanaRefundRail(settings, threads, pool, System::nanoTime);
        this.inbound = new SolanaInboundFeed(settings, threads, pool, payments);
        this.balances = new SolanaWalletBalances(settings, threads, pool);
    }

    private static MethodDescription describe(SolanaSettings settings) {
        return new MethodDescription(
                settings.id(),
                SolanaSettingsReader.FAMILY,
                settings.network(),
                settings.chain(),
                settings.wallet().address().text(),
                settings.assets().stream().map(SolanaAsset::asset).toList(),
                new Capabilities(
                        Capabilities.Binding.REFERENCE,
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
    public String newReference(SecureRandom random) {
        return QuoteWriter.newReference(random);
    }

    @Override
    public Future<QuoteTerms> quote(QuoteOrder order) {
        return threads.run(() -> {
            SolanaAsset asset = settings.assetOf(order.price().asset());
            accounts.require(asset);
            return quotes.write(order, asset, watcher.end().slot());
        });
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, PaymentProof proof) {
        if (proofs.namesAnotherNetwork(proof.json())) {
            return Future.succeededFuture(new Observation.Refused(
                    "wrong_chain", "The proof names another network than " + settings.network() + "."));
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
        return watcher.next(Duration.ofMillis(pending.retryAfterMs()));
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
        return threads.run(watcher::end)
                .timeout(HEALTH_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(end -> new MethodHealth(true, "slot " + end.slot() + remarks()))
                .otherwise(failure -> new MethodHealth(
                        false,
                        failure instanceof RpcException unavailable
                                ? String.valueOf(unavailable.getMessage())
                                : "no endpoint answers"));
    }

    private String remarks() {
        String refunding = settings.wallet().signer().isPresent() ? "" : "; refunds wait for an operator (no key)";
        String advice = accounts.advice();
        return refunding + (advice.isEmpty() ? "" : "; " + advice);
    }

    /** Fails when no endpoint answers, one is of another cluster, or a token is not what the configuration says. */
    @Override
    public Future<Void> start() {
        return threads.run(() -> {
            pool.checkChain();
            watcher.end();
            accounts.check();
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
