package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.refund.OutboundTransfers.Unexplained;
import io.ws402.gateway.storage.Amounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What our wallets have paid without the database knowing of it, until it is explained. */
final class OutboundRepository {
    // The count moves on over what was found by whoever finds it at its end; all others find nothing new.
    private static final String PASS = """
            UPDATE signer_sequences SET next_sequence = $3, found = found + 1
            WHERE sequencer = $1 AND next_sequence = $2""";

    private static final String FOUND = """
            WITH found AS (
                INSERT INTO outbound_transfers
                    (tx_id, position, payments, sequencer, sequence, asset, recipient, amount, terms)
                SELECT $2, payment.position, $5, $1, $3, payment.asset, payment.recipient, payment.amount, $4
                FROM unnest($6::text[], $7::text[], $8::numeric[]) WITH ORDINALITY
                    AS payment (asset, recipient, amount, position)
                ON CONFLICT DO NOTHING
                RETURNING sequencer
            )
            UPDATE signer_sequences SET found = found + 1 WHERE sequencer IN (SELECT sequencer FROM found)""";

    private static final String TO_THE_SAME = """
            SELECT count(*) > 0 AS any, coalesce(bool_or(o.payments = 1 AND o.amount = r.amount), false) AS exact,
                coalesce(string_agg(o.tx_id, ', ' ORDER BY o.sequence), '') AS transactions
            FROM refunds r JOIN outbound_transfers o ON o.recipient = r.recipient AND o.asset = r.asset
            WHERE r.id = $1 AND r.kind <> 'collection' AND o.explained_at IS NULL""";

    // The refund is asked after like one that was sent a moment ago: its rail says that it arrived, and what it cost.
    private static final String ADOPT = """
            WITH mine AS MATERIALIZED (
                SELECT id, recipient, asset, amount FROM refunds
                WHERE id = $1 AND kind <> 'collection' AND leased_by = $2 AND state = $3 AND sequence IS NULL FOR UPDATE
            ), paid AS (
                UPDATE outbound_transfers o SET refund_id = mine.id, explained_at = now() FROM mine
                WHERE o.explained_at IS NULL AND (o.tx_id, o.position) = (
                    SELECT e.tx_id, e.position FROM outbound_transfers e
                    WHERE e.recipient = mine.recipient AND e.asset = mine.asset AND e.amount = mine.amount
                      AND e.payments = 1 AND e.explained_at IS NULL
                    ORDER BY e.sequence LIMIT 1)
                RETURNING o.*
            ), stored AS (
                INSERT INTO refund_transactions
                    (tx_id, refund_id, position, sequencer, sequence, raw, terms, broadcast_at)
                SELECT tx_id, refund_id, (SELECT count(*) FROM refund_transactions t WHERE t.refund_id = paid.refund_id),
                    sequencer, sequence, '', terms, now()
                FROM paid
            )
            UPDATE refunds r SET state = $4, sequencer = paid.sequencer, sequence = paid.sequence, tx_id = paid.tx_id,
                reason = 'found paid', attempts = 0, leased_until = now() + $5::bigint * interval '1 millisecond'
            FROM paid WHERE r.id = paid.refund_id
            RETURNING r.tx_id""";

    private static final String OPEN = """
            SELECT tx_id, sequencer, sequence, asset, recipient, amount, found_at FROM outbound_transfers
            WHERE explained_at IS NULL ORDER BY found_at, sequence LIMIT $1""";

    private static final String EXPLAIN = """
            UPDATE outbound_transfers SET explained_at = now(), refund_id = $2
            WHERE tx_id IN ($1, lower($1)) AND explained_at IS NULL""";

    private final Pool pool;

    OutboundRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is unexplained and went to a refund's recipient in its asset.
     *
     * @param exact whether one of them is what this refund would be
     * @param transactions their names
     */
    record ToTheSame(boolean any, boolean exact, String transactions) {}

    /** Moves the count of a signer over what was found, if it still stands at its beginning; whether it did. */
    Future<Boolean> pass(SqlClient transaction, String sequencer, long from, long to) {
        return transaction
                .preparedQuery(PASS)
                .execute(Tuple.of(sequencer, from, to))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Enters what a transaction paid; once. */
    Future<Void> found(SqlClient transaction, String sequencer, Outbound outbound) {
        List<Outbound.Payment> payments = outbound.payments();
        Tuple parameters = Tuple.of(
                        sequencer,
                        outbound.transaction().txId(),
                        outbound.transaction().sequence(),
                        outbound.transaction().terms())
                .addInteger(payments.size())
                .addArrayOfString(payments.stream()
                        .map(each -> each.amount().asset().id().value())
                        .toArray(String[]::new))
                .addArrayOfString(
                        payments.stream().map(Outbound.Payment::recipient).toArray(String[]::new))
                .addValue(Amounts.toSql(
                        payments.stream().map(each -> each.amount().units()).toList()));
        return transaction.preparedQuery(FOUND).execute(parameters).mapEmpty();
    }

    /** What may be this refund. */
    Future<ToTheSame> toTheSame(String refundId) {
        return pool.preparedQuery(TO_THE_SAME).execute(Tuple.of(refundId)).map(rows -> {
            Row row = rows.iterator().next();
            return new ToTheSame(row.getBoolean("any"), row.getBoolean("exact"), row.getString("transactions"));
        });
    }

    /** Takes the earliest transaction that is this refund for its own; its name, empty when there is none or it is not ours. */
    Future<Optional<String>> adopt(Refund refund, String leaseToken, RefundState to, Duration lease) {
        return pool.preparedQuery(ADOPT)
                .execute(Tuple.of(refund.id(), leaseToken, refund.state().sqlName(), to.sqlName(), lease.toMillis()))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("tx_id")));
    }

    /** What is unexplained, the longest first. */
    Future<List<Unexplained>> open(int atMost) {
        return pool.preparedQuery(OPEN).execute(Tuple.of(atMost)).map(rows -> {
            List<Unexplained> open = new ArrayList<>(rows.size());
            rows.forEach(row -> open.add(new Unexplained(
                    row.getString("tx_id"),
                    row.getString("sequencer"),
                    row.getLong("sequence"),
                    row.getString("asset"),
                    row.getString("recipient"),
                    Amounts.of(row, "amount"),
                    row.getOffsetDateTime("found_at").toInstant())));
            return open;
        });
    }

    /** Says that a transaction is explained: by a refund, or by an operator's word. Whether it was not. */
    Future<Boolean> explain(SqlClient transaction, String txId, @Nullable String refundId) {
        return transaction
                .preparedQuery(EXPLAIN)
                .execute(Tuple.of(txId, refundId))
                .map(rows -> rows.rowCount() > 0);
    }
}
