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
    // are cleared only by the rail's final word. A transaction that we signed ourselves is never one made outside.
    private static final String TAKE = """
            UPDATE refunds r SET
                state = $2, reason = $3, tx_id = $4, attempts = 0, next_attempt_at = now(),
                done_at = CASE WHEN $5 THEN now() END
            FROM payments p
            WHERE r.id = $1 AND p.id = r.payment_id
                AND r.state = 'awaiting_operator' AND r.sequence IS NULL AND r.tx_id IS NULL AND r.leased_by IS NULL
                AND NOT EXISTS (SELECT FROM deposits d WHERE d.id = r.deposit_id AND d.final_at IS NULL)
                AND NOT EXISTS (SELECT FROM refund_transactions t WHERE t.tx_id IN ($4, lower($4)))
            RETURNING r.id, r.kind, r.payment_id, r.merchant_id, r.method, r.asset, r.recipient, r.amount,
                'awaiting_operator' AS state, r.sequencer, r.sequence, r.attempts,
                coalesce(r.asset_symbol, p.asset_symbol) AS asset_symbol,
                coalesce(r.asset_decimals, p.asset_decimals) AS asset_decimals,
                true AS deposit_final,
                coalesce((SELECT d.recipient FROM deposits d WHERE d.id = r.deposit_id), p.recipient) AS deposit_wallet""";

    private static final String LOOK = """
            SELECT r.state, d.final_at IS NULL AND r.deposit_id IS NOT NULL AS not_final,
                EXISTS (SELECT FROM refund_transactions t WHERE t.tx_id IN ($2, lower($2))) AS ours
            FROM refunds r LEFT JOIN deposits d ON d.id = r.deposit_id
            WHERE r.id = $1""";

    private final Pool pool;

    RefundDeskRepository(Pool pool) {
        this.pool = pool;
    }

    /** Moves a refund that awaits an operator; as it was, or empty when it does not, or could still be sent. */
    Future<Optional<Refund>> take(
            SqlConnection transaction, String refundId, RefundState to, String note, @Nullable String txId) {
        String reason = to instanceof RefundState.Planned ? null : note;
        return transaction
                .preparedQuery(TAKE)
                .execute(Tuple.of(refundId, to.sqlName(), reason, txId, to.isDone()))
                .map(rows -> rows.stream().findFirst().map(row -> RefundRepository.refund(row, List.of())));
    }

    /** Why nothing was moved. */
    Future<RefundRuling> whyNot(String refundId, @Nullable String txId) {
        return pool.preparedQuery(LOOK)
                .execute(Tuple.of(refundId, txId))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(RefundDeskRepository::whyNot)
                        .orElseGet(() -> new RefundRuling.Refused("unknown_refund", "there is no such refund")));
    }

    private static RefundRuling whyNot(Row row) {
        if (row.getBoolean("ours")) {
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
