package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators decide, in the refund's row. */
final class RefundDeskRepository {
    // Without a sequence number and a transaction of its own nothing that was signed for it can take effect any more:
    // both
    // are cleared only by the rail's final word. A transaction that we signed ourselves is never one made outside, nor
    // does
    // one collect that is in the books as a payment, or as an operator's float.
    private static final String TAKE = """
            WITH taken AS (
                UPDATE refunds r SET
                    state = $2, reason = $3, tx_id = $4, attempts = 0, next_attempt_at = now(),
                    done_at = CASE WHEN $5 THEN now() END
                WHERE r.id = $1 AND ($6::boolean IS NULL OR $6 = (r.kind = 'collection'))
                    AND r.state = 'awaiting_operator' AND r.sequence IS NULL AND r.tx_id IS NULL AND r.leased_by IS NULL
                    AND (r.kind = 'collection'
                        OR NOT EXISTS (SELECT FROM deposits d WHERE d.id = r.deposit_id AND d.final_at IS NULL))
                    AND NOT EXISTS (SELECT FROM refund_transactions t WHERE t.tx_id IN ($4, lower($4)))
                    AND NOT (r.kind = 'collection' AND (
                        EXISTS (SELECT FROM deposits o WHERE o.kind = 'prepaid' AND o.tx_id IN ($4, lower($4)))
                        OR EXISTS (SELECT FROM unattributed_transfers u
                            WHERE u.resolution IS NOT NULL AND u.tx_id IN ($4, lower($4)))))
                RETURNING *
            )
            SELECT 'awaiting_operator' AS state,\s""" + RefundRepository.COLUMNS + """

            FROM taken r LEFT JOIN deposits d ON d.id = r.deposit_id JOIN payments p ON p.id = r.payment_id""";

    private static final String LOOK = """
            SELECT r.state, r.kind, d.final_at IS NULL AND r.kind = 'deposit' AS not_final,
                EXISTS (SELECT FROM refund_transactions t WHERE t.tx_id IN ($2, lower($2)))
                    OR r.kind = 'collection' AND (
                        EXISTS (SELECT FROM deposits o WHERE o.kind = 'prepaid' AND o.tx_id IN ($2, lower($2)))
                        OR EXISTS (SELECT FROM unattributed_transfers u
                            WHERE u.resolution IS NOT NULL AND u.tx_id IN ($2, lower($2)))) AS used
            FROM refunds r LEFT JOIN deposits d ON d.id = r.deposit_id
            WHERE r.id = $1""";

    private final Pool pool;

    RefundDeskRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Moves a refund or a collection that awaits an operator; as it was, or empty when it does not, or could still be sent.
     *
     * @param collection whether this can be decided of collections only, or of refunds only; null for both
     */
    Future<Optional<Refund>> take(
            SqlConnection transaction,
            String refundId,
            RefundState to,
            String note,
            @Nullable String txId,
            @Nullable Boolean collection) {
        String reason = to instanceof RefundState.Planned ? null : note;
        return transaction
                .preparedQuery(TAKE)
                .execute(Tuple.of(refundId, to.sqlName(), reason, txId, to.isDone(), collection))
                .map(rows -> rows.stream().findFirst().map(row -> RefundRepository.refund(row, List.of())));
    }

    /** Why nothing was moved. */
    Future<RefundRuling> whyNot(String refundId, @Nullable String txId, @Nullable Boolean collection) {
        return pool.preparedQuery(LOOK)
                .execute(Tuple.of(refundId, txId))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> whyNot(row, collection))
                        .orElseGet(() -> new RefundRuling.Refused("unknown_refund", "there is no such refund")));
    }

    private static RefundRuling whyNot(Row row, @Nullable Boolean collection) {
        boolean collects = row.getString("kind").equals("collection");
        if (collection != null && collection != collects) {
            return new RefundRuling.Refused(
                    "wrong_kind",
                    collects
                            ? "it is a collection: nothing of it is its payer's; it can be given up (--lost)"
                            : "it is owed to its payer, and can not be given up; it can become credit (--credited)");
        }
        if (row.getBoolean("used")) {
            return RefundDesk.transactionUsed();
        }
        if (row.getBoolean("not_final")) {
            return new RefundRuling.Refused(
                    "deposit_not_final", "the rail may still undo its deposit; decide when that is final");
        }
        return new RefundRuling.Refused(
                "not_awaiting_operator",
                "it is " + row.getString("state") + "; only what awaits an operator can be decided, since all else is"
                        + " done or may still be sent by itself");
    }
}
