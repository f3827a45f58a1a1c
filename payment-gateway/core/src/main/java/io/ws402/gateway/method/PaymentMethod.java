package io.ws402.gateway.method;

import io.vertx.core.Future;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.PaymentProof;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A way to pay: one rail with its assets and the wallet that receives them. Instances are made by a {@link
 * PaymentMethodFactory} from configuration, one per network.
 *
 * <p>Expected outcomes are values; a failed future is a fault of the method or its network and never decides about
 * money. All calls may come from any thread and at once; none blocks the caller. A method keeps no state that a second
 * gateway would miss: what must survive is in what it returns.
 */
public interface PaymentMethod extends AutoCloseable {
    /** What it is and takes. Constant. */
    MethodDescription describe();

    /** Whether a proof could be one of this method. Pure and total: no I/O, no guess, for any JSON object whatever. */
    Detection detect(PaymentProof proof);

    /**
     * A reference for a new quote, in a form that payers can put on this rail: at least 128 random bits, so that it is
     * unique for good and nobody can guess it before it was quoted. 128 bits in lower-case hex where the rail has no form
     * of its own.
     */
    default String newReference(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Terms for a payer: the 0.1 payment details, the payment URI, and an anchor (what must be remembered of the rail at
     * this moment, for example its head block) that is stored with the quote and handed back to {@link #observe}.
     */
    Future<QuoteTerms> quote(QuoteOrder order);

    /**
     * Looks on the rail for the payment a proof tells of, and says what arrived: the amount and payer that the rail
     * shows, never those that the proof claims. For bearer or internal money this is where the money moves, at most once
     * for a reference. Of authorised money it is an authorisation that is looked at, and nothing moves. Idempotent: the
     * same payment observed again has the same settlement key. A proof that is not of this method is refused, by what is
     * wrong with it.
     */
    Future<Observation> observe(QuotedPayment payment, PaymentProof proof);

    /**
     * Completes when observing again may show more than {@code pending} did: at news from the rail (a new block), at the
     * latest after its {@code retryAfterMs}. All who wait share one watch of the rail. Never fails.
     */
    default Future<Void> news(Observation.Pending pending) {
        Executor later = CompletableFuture.delayedExecutor(pending.retryAfterMs(), TimeUnit.MILLISECONDS);
        return Future.fromCompletionStage(CompletableFuture.runAsync(() -> {}, later));
    }

    /**
     * Whether a deposit that was observed can still be undone by the rail. Called until it answers final or gone; of an
     * authorisation (gone: revoked, or spent for something else) only while its session runs.
     */
    Future<Finality> finality(ObservedDeposit deposit);

    /** How much of an asset may be served on before it is final. Constant. */
    default ExposureCap exposureCap(Asset asset) {
        return ExposureCap.NONE;
    }

    /** How refunds are sent. */
    RefundRail refunds();

    /** How what was authorised and used is collected. Needed of a method of authorised money, and of no other. */
    default Optional<CollectRail> collections() {
        return Optional.empty();
    }

    /** What reaches its wallet; empty for bearer money, which only reaches us with its proof. */
    default Optional<InboundFeed> inbound() {
        return Optional.empty();
    }

    /** What its wallet holds; empty where the rail keeps no balances. */
    default Optional<WalletBalances> balances() {
        return Optional.empty();
    }

    /** Whether the rail answers, for {@code GET /api/health}; bounded in time, never fails. */
    Future<MethodHealth> health();

    /** Connects and checks the configuration against the rail (its chain id, for example). */
    Future<Void> start();

    /** Ends watchers and connections. Idempotent. */
    @Override
    void close();
}
