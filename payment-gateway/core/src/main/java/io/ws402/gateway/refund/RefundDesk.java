package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.operator.OperatorActionRepository;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.storage.Database;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operators decide about refunds and collections that only a person can bring on. Each decision is one transaction
 * with its journal, its event and its entry in the trail, and is possible only while nothing that was signed for the
 * refund can have an effect: a worker never touches what awaits an operator, and leaves to one only what was never
 * signed or is proved to be without effect. Of two decisions at the same moment one is carried out.
 */
public final class RefundDesk {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;
    private final RefundDeskRepository desk;
    private final RefundBooks books;
    private final RefundRepository refunds;
    private final OutboundRepository outbound;
    private final OperatorActionRepository trail = new OperatorActionRepository();

    /** Over this database. */
    public RefundDesk(Database database, Ledger ledger, Outbox outbox) {
        this.database = database;
        this.desk = new RefundDeskRepository(database.pool());
        this.refunds = new RefundRepository(database.pool());
        this.outbound = new OutboundRepository(database.pool());
        this.books = new RefundBooks(ledger, outbox);
    }

    /** Has it tried again by the workers. */
    public Future<RefundRuling> retry(Decision decision, String refundId) {
        return rule(refundId, new RefundEvent.Retried(), decision, "refund.retry", null, null);
    }

    /** Has a refund become credit of its payer, kept in the ledger. */
    public Future<RefundRuling> credit(Decision decision, String refundId) {
        return rule(refundId, new RefundEvent.Credited(decision.note()), decision, "refund.credit", null, false);
    }

    /** Gives a collection up: what its session used is its merchant's loss. */
    public Future<RefundRuling> giveUp(Decision decision, String collectionId) {
        return rule(collectionId, new RefundEvent.Lost(decision.note()), decision, "collection.lost", null, true);
    }

    /**
     * Notes that it was paid outside, from the wallet that received its deposit, or collected outside, to that wallet; the
     * ledger takes it from there, or enters it there.
     *
     * @param txId the transfer's name on its rail; each pays for one refund, and none of ours is taken for it
     */
    public Future<RefundRuling> paidBy(Decision decision, String refundId, String txId) {
        return rule(refundId, new RefundEvent.PaidOutside(txId), decision, "refund.paid", txId, null);
    }

    private Future<RefundRuling> rule(
            String refundId,
            RefundEvent event,
            Decision decision,
            String action,
            @Nullable String txId,
            @Nullable Boolean collection) {
        RefundState to = new RefundState.AwaitingOperator().on(event).orElseThrow();
        return database.transaction(transaction -> desk.take(
                                transaction, refundId, to, decision.note(), txId, collection)
                        .compose(taken -> taken.isEmpty()
                                ? Future.succeededFuture(Optional.<RefundRuling>empty())
                                : book(transaction, taken.get(), event)
                                        .compose(booked -> trail.append(transaction, decision, action, refundId, txId))
                                        .map(told -> Optional.<RefundRuling>of(new RefundRuling.Done(to.sqlName())))))
                .recover(failure -> toldBefore(failure)
                        ? Future.succeededFuture(Optional.of(transactionUsed()))
                        : Future.failedFuture(failure))
                .compose(ruled ->
                        ruled.map(Future::succeededFuture).orElseGet(() -> desk.whyNot(refundId, txId, collection)));
    }

    private Future<Void> book(SqlConnection transaction, Refund refund, RefundEvent event) {
        return switch (event) {
            case RefundEvent.Credited(String reason) -> books.credited(transaction, refund, reason);
            case RefundEvent.Lost(String reason) -> books.lost(transaction, refund, reason);
            case RefundEvent.PaidOutside(String txId) ->
                books.paid(transaction, refund, txId)
                        .compose(booked -> refund.collects()
                                ? refunds.storeSigned(transaction, refund.id(), madeOutside(txId))
                                : outbound.explain(transaction, txId, refund.id())
                                        .mapEmpty());
            default -> Future.succeededFuture();
        };
    }

    /** What it brought to the wallet is in the books by the collection, and must not be taken for a payment. */
    private static SignedTransfer madeOutside(String txId) {
        // As chains of hexadecimal hashes write them.
        String written = txId.regionMatches(true, 0, "0x", 0, 2) ? txId.toLowerCase(Locale.ROOT) : txId;
        return new SignedTransfer(written, 0, Buffer.buffer(), new JsonObject());
    }

    private static boolean toldBefore(Throwable failure) {
        return failure instanceof PgException conflict && UNIQUE_VIOLATION.equals(conflict.getSqlState());
    }

    static RefundRuling transactionUsed() {
        return new RefundRuling.Refused(
                "transaction_used", "this transaction pays for another refund already; each pays for one");
    }
}
