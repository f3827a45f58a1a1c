package io.ws402.gateway.refund;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.refund.RefundRepository.Move;
import io.ws402.gateway.storage.Database;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Stores what happened to a refund or a collection: its new state, its transactions, the journals and the event, in one transaction. */
final class RefundStore {
    private final Database database;
    private final RefundRepository refunds;
    private final OutboundRepository outbound;
    private final RefundBooks books;
    private final RefundPolicy policy;
    private final RandomGenerator random;
    private final MeterRegistry meters;

    RefundStore(
            Database database,
            RefundRepository refunds,
            OutboundRepository outbound,
            RefundBooks books,
            RefundPolicy policy,
            RandomGenerator random,
            MeterRegistry meters) {
        this.database = database;
        this.refunds = refunds;
        this.outbound = outbound;
        this.books = books;
        this.policy = policy;
        this.random = random;
        this.meters = meters;
    }

    /** Stores an event, unless the refund is another worker's by now. @return failed when it can not happen in its state */
    Future<RefundStep> store(Refund refund, String leaseToken, RefundEvent event) {
        Optional<RefundState> to = refund.state().on(event);
        return to.isPresent()
                ? store(refund, leaseToken, event, move(refund, event, to.get()))
                : Future.failedFuture(new IllegalStateException(
                        event.getClass().getSimpleName() + " can not happen to a refund in " + refund.state()));
    }

    private Future<RefundStep> store(Refund refund, String leaseToken, RefundEvent event, Move move) {
        return database.transaction(transaction -> refunds.move(transaction, refund, leaseToken, move, policy.lease())
                        .compose(moved ->
                                moved ? write(transaction, refund, event).map(true) : Future.succeededFuture(false)))
                .map(moved -> moved ? counted(refund, move) : new RefundStep.NotOurs());
    }

    private Future<Void> write(SqlConnection transaction, Refund refund, RefundEvent event) {
        return switch (event) {
            case RefundEvent.Signed(var signed) -> refunds.storeSigned(transaction, refund.id(), signed);
            case RefundEvent.Sent(String txId) -> refunds.markSent(transaction, txId);
            case RefundEvent.Confirmed(String txId, var fee) -> books.confirmed(transaction, refund, txId, fee);
            case RefundEvent.WithoutEffect(String reason, var fee, var overtakenBy) ->
                books.networkFee(transaction, refund, refund.latest().txId(), fee)
                        .compose(posted -> overtakenBy == null
                                ? Future.succeededFuture()
                                : outbound.found(transaction, Objects.requireNonNull(refund.sequencer()), overtakenBy));
            case RefundEvent.RecipientRefused(String reason, var fee) ->
                books.networkFee(transaction, refund, refund.latest().txId(), fee)
                        .compose(posted -> books.credited(transaction, refund, reason));
            case RefundEvent.Credited(String reason) -> books.credited(transaction, refund, reason);
            case RefundEvent.Lost(String reason) -> books.lost(transaction, refund, reason);
            case RefundEvent.FoundCollected(var found) ->
                refunds.storeSigned(transaction, refund.id(), found)
                        .compose(stored -> refunds.markSent(transaction, found.txId()));
            case RefundEvent.SendingUnknown unknown -> Future.succeededFuture();
            case RefundEvent.NeedsOperator needs -> Future.succeededFuture();
            // These have statements of their own, and never come from a rail's answer.
            case RefundEvent.Numbered numbered -> Future.succeededFuture();
            case RefundEvent.FoundPaid found -> Future.succeededFuture();
            case RefundEvent.Retried retried -> Future.succeededFuture();
            case RefundEvent.PaidOutside paid -> Future.succeededFuture();
            case RefundEvent.DepositReversed reversed -> Future.succeededFuture();
        };
    }

    private RefundStep counted(Refund refund, Move move) {
        if (!move.to().getClass().equals(refund.state().getClass())) {
            String name = refund.collects() ? "ws402.gateway.collections" : "ws402.gateway.refunds";
            meters.counter(name, "state", move.to().sqlName(), "method", refund.method())
                    .increment();
        }
        if (move.to().isDone()) {
            return new RefundStep.Done(move.to());
        }
        return move.keep()
                ? new RefundStep.Advanced(move.to())
                : new RefundStep.Waiting(move.to(), move.reason() == null ? "" : move.reason());
    }

    private Move move(Refund refund, RefundEvent event, RefundState to) {
        boolean progress = !to.getClass().equals(refund.state().getClass());
        int attempts = progress ? 0 : refund.attempts() + 1;
        boolean keep = progress && goesOnAtOnce(refund.state(), to);
        return new Move(to, reason(event), txId(event), attempts, pause(refund, event, to, attempts, keep), keep);
    }

    /** Until the next step; of what becomes credit, until it is looked at whether it can be paid out. */
    private Duration pause(Refund refund, RefundEvent event, RefundState to, int attempts, boolean keep) {
        if (event instanceof RefundEvent.RecipientRefused) {
            return policy.refusedPause();
        }
        if (to instanceof RefundState.Credited && refund.ofCredit()) {
            return policy.creditPause();
        }
        return keep || to.isDone() ? Duration.ZERO : policy.pauseAfter(attempts, random);
    }

    /**
     * What was signed is sent at once, and what was sent is asked after at once, since some rails are done by then. In
     * every other case the rail is given time.
     */
    private static boolean goesOnAtOnce(RefundState from, RefundState to) {
        return switch (to) {
            case RefundState.Numbered numbered -> true;
            case RefundState.Signed signed -> true;
            case RefundState.Broadcast broadcast -> from instanceof RefundState.Signed;
            default -> false;
        };
    }

    private static @Nullable String reason(RefundEvent event) {
        return switch (event) {
            case RefundEvent.SendingUnknown(String reason) -> reason;
            case RefundEvent.WithoutEffect(String reason, var fee, var overtakenBy) -> reason;
            case RefundEvent.RecipientRefused(String reason, var fee) -> reason;
            case RefundEvent.Credited(String reason) -> reason;
            case RefundEvent.Lost(String reason) -> reason;
            case RefundEvent.FoundCollected found -> "found collected";
            case RefundEvent.NeedsOperator(String reason) -> reason;
            case RefundEvent.DepositReversed reversed -> "the rail undid the deposit";
            case RefundEvent.Numbered numbered -> null;
            case RefundEvent.Signed signed -> null;
            case RefundEvent.Sent sent -> null;
            case RefundEvent.FoundPaid found -> null;
            case RefundEvent.Confirmed confirmed -> null;
            case RefundEvent.Retried retried -> null;
            case RefundEvent.PaidOutside paid -> null;
        };
    }

    private static @Nullable String txId(RefundEvent event) {
        return switch (event) {
            case RefundEvent.Sent(String txId) -> txId;
            case RefundEvent.FoundCollected(var found) -> found.txId();
            case RefundEvent.Confirmed(String txId, var fee) -> txId;
            default -> null;
        };
    }
}
