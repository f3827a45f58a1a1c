package io.ws402.gateway.refund;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.method.TransferRail;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.refund.RefundNumbers.Clearance;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.Asset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes refunds, and collections, which are refunds the other way round, one step further: asks their rail, decides
 * (see {@link RefundDecision}), stores. Between any two steps, and between the rail's answer and its storing, the
 * gateway may die: the next step begins from what is stored. No transaction is open while a rail is asked. Safe from
 * any thread.
 */
public final class RefundEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RefundEngine.class);

    private final RefundRepository refunds;
    private final RefundNumbers numbers;
    private final RefundStore store;
    private final TransferRails rails;
    private final RefundPolicy policy;
    private final RandomGenerator random;

    /**
     * @param rails those of the payment methods
     * @param random spreads the pauses between attempts
     */
    public RefundEngine(
            Database database,
            Ledger ledger,
            Outbox outbox,
            TransferRails rails,
            RefundPolicy policy,
            RandomGenerator random,
            MeterRegistry meters) {
        this.refunds = new RefundRepository(database.pool());
        OutboundRepository outbound = new OutboundRepository(database.pool());
        this.numbers = new RefundNumbers(database, outbound, policy.railTimeout());
        this.store =
                new RefundStore(database, refunds, outbound, new RefundBooks(ledger, outbox), policy, random, meters);
        this.rails = rails;
        this.policy = policy;
        this.random = random;
    }

    /**
     * Begins to count the sequence numbers of whoever signs transfers of these assets, unless that has begun. Called when a
     * gateway starts, before it can owe anybody a refund: then every backup that knows of a refund knows the count too.
     */
    public Future<Void> beginCounting(TransferRail<?> rail, List<Asset> assets) {
        return Future.join(assets.stream()
                        .flatMap(asset -> rail.sequencer(asset).stream())
                        .distinct()
                        .map(sequencer -> ask(() -> numbers.begin(sequencer, rail)))
                        .toList())
                .mapEmpty();
    }

    /** Takes refunds that are due and nobody's, for the policy's lease; their ids. */
    public Future<List<String>> lease(String leaseToken, int atMost) {
        return refunds.lease(leaseToken, policy.lease(), atMost);
    }

    /** Gives a refund back that was leased, for any worker to go on with at once. */
    public Future<Void> free(String refundId, String leaseToken) {
        return refunds.free(refundId, leaseToken);
    }

    /** One step of one refund. A fault on the way leaves it as it is, due again after a pause. */
    public Future<RefundStep> step(String refundId, String leaseToken) {
        return refunds.load(refundId, leaseToken)
                .compose(found -> found.map(refund -> step(refund, leaseToken).recover(fault -> {
                            LOG.warn("refund {} in {} met a fault", refundId, refund.state(), fault);
                            return later(refund, leaseToken, "fault: " + fault.getMessage());
                        }))
                        .orElseGet(() -> Future.succeededFuture(new RefundStep.NotOurs())));
    }

    private Future<RefundStep> step(Refund refund, String leaseToken) {
        Optional<BoundRail<?>> rail = BoundRail.of(rails, refund.method(), refund.order());
        if (rail.isEmpty()) {
            return later(refund, leaseToken, "the payment method " + refund.method() + " is not up");
        }
        if (!hasTheSignerOf(refund, rail.get())) {
            return later(
                    refund, leaseToken, "its sequence number is of " + refund.sequencer() + ", which does not sign");
        }
        return switch (refund.state()) {
            case RefundState.Planned planned -> plan(refund, leaseToken, rail.get());
            case RefundState.FailedSafe failed -> plan(refund, leaseToken, rail.get());
            case RefundState.Numbered numbered -> sign(refund, leaseToken, rail.get());
            case RefundState.Signed signed -> dispatch(refund, leaseToken, rail.get());
            case RefundState.Broadcast broadcast -> reconcile(refund, leaseToken, rail.get(), false);
            case RefundState.Unknown unknown -> reconcile(refund, leaseToken, rail.get(), false);
            case RefundState.AwaitingOperator awaiting -> later(refund, leaseToken, "waits for an operator");
            case RefundState.Confirmed confirmed -> Future.succeededFuture(new RefundStep.Done(confirmed));
            case RefundState.Credited credited -> Future.succeededFuture(new RefundStep.Done(credited));
            case RefundState.Voided nothing -> Future.succeededFuture(new RefundStep.Done(nothing));
        };
    }

    /**
     * Another signer's sequence numbers say nothing about this refund: judged by them, one that arrived would seem lost,
     * and be sent twice.
     */
    private static boolean hasTheSignerOf(Refund refund, BoundRail<?> rail) {
        String sequencer = refund.sequencer();
        return sequencer == null || rail.sequencer().filter(sequencer::equals).isPresent();
    }

    private Future<RefundStep> plan(Refund refund, String leaseToken, BoundRail<?> rail) {
        if (!refund.mayBeSigned()) {
            return later(refund, leaseToken, "its deposit is not final yet");
        }
        Optional<String> sequencer = rail.sequencer();
        return sequencer.isPresent()
                ? ask(() -> numbers.clear(refund, leaseToken, sequencer.get(), rail.rail(), policy.lease()))
                        .compose(clearance -> plan(refund, leaseToken, rail, clearance))
                : ask(rail::plan).compose(decision -> carryOut(decision, refund, leaseToken, rail));
    }

    private Future<RefundStep> plan(Refund refund, String leaseToken, BoundRail<?> rail, Clearance clearance) {
        return switch (clearance) {
            case Clearance.Clear clear ->
                ask(rail::plan)
                        .compose(decision -> decision instanceof RefundDecision.Sign
                                ? number(refund, leaseToken, clear)
                                : carryOut(decision, refund, leaseToken, rail));
            case Clearance.Again again -> Future.succeededFuture(new RefundStep.Advanced(refund.state()));
            case Clearance.Wait(String reason) -> later(refund, leaseToken, reason);
            case Clearance.Paid paid -> Future.succeededFuture(new RefundStep.Advanced(paid.refund()));
            case Clearance.Unclear(String reason) ->
                store.store(refund, leaseToken, new RefundEvent.NeedsOperator(reason));
        };
    }

    /** Without a number it is looked at again: something was found meanwhile, or another worker has it. */
    private Future<RefundStep> number(Refund refund, String leaseToken, Clearance.Clear clear) {
        return numbers.number(refund, leaseToken, clear, policy.lease())
                .map(numbered -> new RefundStep.Advanced(numbered ? new RefundState.Numbered() : refund.state()));
    }

    private Future<RefundStep> dispatch(Refund refund, String leaseToken, BoundRail<?> rail) {
        SignedTransfer latest = refund.latest();
        return ask(() -> rail.dispatch(latest))
                // Whoever failed to answer may have sent it all the same.
                .otherwise(fault -> new Dispatch.Unknown("no answer: " + fault.getMessage()))
                .compose(sent -> carryOut(RefundDecision.next(latest.txId(), sent), refund, leaseToken, rail));
    }

    private Future<RefundStep> reconcile(Refund refund, String leaseToken, BoundRail<?> rail, boolean refusedNow) {
        String latest = refund.latest().txId();
        return ask(() -> rail.reconcile(refund.signed()))
                .compose(answer -> carryOut(
                        RefundDecision.next(refund.state(), latest, refusedNow, answer), refund, leaseToken, rail));
    }

    private Future<RefundStep> carryOut(RefundDecision decision, Refund refund, String leaseToken, BoundRail<?> rail) {
        return switch (decision) {
            case RefundDecision.Store(RefundEvent event) -> store.store(refund, leaseToken, event);
            case RefundDecision.Sign sign -> sign(refund, leaseToken, rail);
            case RefundDecision.Resend resend -> dispatch(refund, leaseToken, rail);
            case RefundDecision.Reconcile reconcile -> reconcile(refund, leaseToken, rail, true);
            case RefundDecision.Replace replace ->
                ask(() -> rail.replace(refund.latest()))
                        .compose(signed -> store.store(refund, leaseToken, new RefundEvent.Signed(signed)));
            case RefundDecision.Later(String reason) -> later(refund, leaseToken, reason);
        };
    }

    private Future<RefundStep> sign(Refund refund, String leaseToken, BoundRail<?> rail) {
        Long sequence = refund.sequence();
        return ask(() -> rail.sign(sequence == null ? 0 : sequence))
                .compose(signed -> store.store(refund, leaseToken, new RefundEvent.Signed(signed)));
    }

    private Future<RefundStep> later(Refund refund, String leaseToken, String reason) {
        Duration pause = policy.pauseAfter(refund.attempts(), random);
        return refunds.later(refund.id(), leaseToken, reason, pause)
                .map(left -> new RefundStep.Waiting(refund.state(), reason));
    }

    /** Bounds a rail's answer in time, and makes what it throws a failure like any other. */
    private <T> Future<T> ask(Supplier<Future<T>> question) {
        return Future.succeededFuture()
                .compose(now -> question.get())
                .timeout(policy.railTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
