package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.CollectOrder;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.method.TransferOrder;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refunds in the database. A worker owns a refund while its lease token stands in the row; whatever it stores carries the
 * token and the state it believes in, so that a worker that was too slow stores nothing.
 */
final class RefundRepository {
    private static final String LEASE = """
            WITH due AS (
                SELECT id FROM refunds
                WHERE done_at IS NULL AND state <> 'awaiting_operator' AND next_attempt_at <= now()
                    AND (leased_until IS NULL OR leased_until <= now())
                ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED
            )
            UPDATE refunds r SET leased_by = $1, leased_until = now() + $2::bigint * interval '1 millisecond'
            FROM due WHERE r.id = due.id
            RETURNING r.id""";

    /** What {@link #refund} reads beside the {@code state}, of a refund {@code r}, its payment {@code p} and deposit {@code d}. */
    static final String COLUMNS = """
            r.id, r.kind, r.payment_id, r.merchant_id, r.method, r.asset, r.recipient, r.amount, r.fee,
            r.sequencer, r.sequence, r.attempts,
            coalesce(r.asset_symbol, p.asset_symbol) AS asset_symbol,
            coalesce(r.asset_decimals, p.asset_decimals) AS asset_decimals,
            d.final_at IS NOT NULL OR r.kind <> 'deposit' AS deposit_final,
            coalesce(d.recipient, p.recipient) AS deposit_wallet,
            d.settlement_key, d.payer, d.amount AS authorised, d.tx_id AS authorised_by, d.evidence, d.usable_until""";

    private static final String LOAD = "SELECT r.state, " + COLUMNS + """

            FROM refunds r LEFT JOIN deposits d ON d.id = r.deposit_id JOIN payments p ON p.id = r.payment_id
            WHERE r.id = $1 AND r.leased_by = $2""";

    private static final String SIGNED = """
            SELECT tx_id, coalesce(sequence, 0) AS sequence, raw, terms FROM refund_transactions
            WHERE refund_id = $1 ORDER BY position""";

    private static final String MOVE = """
            UPDATE refunds SET
                state = $5, reason = $6, attempts = $8,
                tx_id = CASE WHEN $5 <> 'failed_safe' THEN coalesce($7, tx_id) END,
                next_attempt_at = now() + $9::bigint * interval '1 millisecond',
                leased_by = CASE WHEN $10 THEN leased_by END,
                leased_until = CASE WHEN $10 THEN now() + $11::bigint * interval '1 millisecond' END,
                sequencer = CASE WHEN $5 <> 'failed_safe' THEN sequencer END,
                sequence = CASE WHEN $5 <> 'failed_safe' THEN sequence END,
                done_at = CASE WHEN $12 THEN now() END
            WHERE id = $1 AND leased_by = $2 AND state = $3 AND (sequence IS NOT NULL) = $4
            RETURNING id""";

    private static final String LATER = """
            UPDATE refunds SET
                attempts = attempts + 1, reason = $3, leased_by = NULL, leased_until = NULL,
                next_attempt_at = now() + $4::bigint * interval '1 millisecond'
            WHERE id = $1 AND leased_by = $2""";

    private static final String FREE =
            "UPDATE refunds SET leased_by = NULL, leased_until = NULL WHERE id = $1 AND leased_by = $2";

    private static final String STORE_SIGNED = """
            INSERT INTO refund_transactions (tx_id, refund_id, position, sequencer, sequence, raw, terms)
            SELECT $2, r.id, (SELECT count(*) FROM refund_transactions t WHERE t.refund_id = r.id), r.sequencer,
                r.sequence, $3, $4
            FROM refunds r WHERE r.id = $1""";

    private static final String MARK_SENT =
            "UPDATE refund_transactions SET broadcast_at = coalesce(broadcast_at, now()) WHERE tx_id = $1";

    private final Pool pool;

    RefundRepository(Pool pool) {
        this.pool = pool;
    }

    /** Takes refunds that are due and nobody's. */
    Future<List<String>> lease(String leaseToken, Duration lease, int atMost) {
        return pool.preparedQuery(LEASE)
                .execute(Tuple.of(leaseToken, lease.toMillis(), atMost))
                .map(rows -> {
                    List<String> leased = new ArrayList<>(rows.size());
                    rows.forEach(row -> leased.add(row.getString("id")));
                    return leased;
                });
    }

    /** The refund as it is now; empty when the lease token is no longer its. */
    Future<Optional<Refund>> load(String refundId, String leaseToken) {
        return pool.preparedQuery(LOAD)
                .execute(Tuple.of(refundId, leaseToken))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : signed(refundId)
                                .map(signed ->
                                        Optional.of(refund(rows.iterator().next(), signed))));
    }

    private Future<List<SignedTransfer>> signed(String refundId) {
        return pool.preparedQuery(SIGNED).execute(Tuple.of(refundId)).map(rows -> {
            List<SignedTransfer> signed = new ArrayList<>(rows.size());
            rows.forEach(row -> signed.add(new SignedTransfer(
                    row.getString("tx_id"),
                    row.getLong("sequence"),
                    row.getBuffer("raw"),
                    row.getJsonObject("terms"))));
            return signed;
        });
    }

    static Refund refund(Row row, List<SignedTransfer> signed) {
        Asset asset = new Asset(
                new AssetId(row.getString("asset")), row.getString("asset_symbol"), row.getInteger("asset_decimals"));
        Long sequence = row.getLong("sequence");
        return new Refund(
                order(row, asset),
                row.getString("kind").equals("credit"),
                row.getString("merchant_id"),
                row.getString("method"),
                RefundState.of(row.getString("state"), sequence != null),
                row.getString("sequencer"),
                sequence,
                row.getBoolean("deposit_final"),
                row.getString("deposit_wallet"),
                row.getNumeric("fee") == null ? BigInteger.ZERO : Amounts.of(row, "fee"),
                row.getInteger("attempts"),
                signed);
    }

    private static TransferOrder order(Row row, Asset asset) {
        String id = row.getString("id");
        String paymentId = row.getString("payment_id");
        String recipient = row.getString("recipient");
        Money amount = new Money(asset, Amounts.of(row, "amount"));
        if (!row.getString("kind").equals("collection")) {
            return new RefundOrder(id, paymentId, recipient, amount);
        }
        ObservedDeposit authorised = new ObservedDeposit(
                row.getString("settlement_key"),
                row.getString("payer"),
                recipient,
                new Money(asset, Amounts.of(row, "authorised")),
                row.getString("authorised_by"),
                row.getJsonObject("evidence"),
                false,
                row.getOffsetDateTime("usable_until").toInstant());
        return new CollectOrder(id, paymentId, authorised, amount);
    }

    /**
     * A transition to store.
     *
     * @param to the state afterwards
     * @param reason for people
     * @param txId the transaction that carries it now, if any
     * @param attempts how many in a row have brought nothing
     * @param pause until the next step
     * @param keep whether the lease is kept for it
     */
    record Move(
            RefundState to,
            @Nullable String reason,
            @Nullable String txId,
            int attempts,
            Duration pause,
            boolean keep) {}

    /** Moves a refund; whether it was still this worker's and in the state it believes in. */
    Future<Boolean> move(SqlConnection transaction, Refund refund, String leaseToken, Move move, Duration lease) {
        Tuple parameters = Tuple.tuple()
                .addString(refund.id())
                .addString(leaseToken)
                .addString(refund.state().sqlName())
                .addBoolean(refund.sequence() != null)
                .addString(move.to().sqlName())
                .addString(move.reason())
                .addString(move.txId())
                .addInteger(move.attempts())
                .addLong(move.pause().toMillis())
                .addBoolean(move.keep())
                .addLong(lease.toMillis())
                .addBoolean(move.to().isDone());
        return transaction.preparedQuery(MOVE).execute(parameters).map(rows -> rows.size() == 1);
    }

    /** Leaves a refund as it is, free for whoever looks next after the pause. */
    Future<Void> later(String refundId, String leaseToken, String reason, Duration pause) {
        return pool.preparedQuery(LATER)
                .execute(Tuple.of(refundId, leaseToken, reason, pause.toMillis()))
                .mapEmpty();
    }

    /** Gives the lease back; the refund is due as before. */
    Future<Void> free(String refundId, String leaseToken) {
        return pool.preparedQuery(FREE).execute(Tuple.of(refundId, leaseToken)).mapEmpty();
    }

    /** Keeps signed bytes; they may be sent once this has committed. */
    Future<Void> storeSigned(SqlClient transaction, String refundId, SignedTransfer signed) {
        return transaction
                .preparedQuery(STORE_SIGNED)
                .execute(Tuple.of(refundId, signed.txId(), signed.raw(), signed.terms()))
                .mapEmpty();
    }

    /** Notes that the rail took a transaction. */
    Future<Void> markSent(SqlClient transaction, String txId) {
        return transaction.preparedQuery(MARK_SENT).execute(Tuple.of(txId)).mapEmpty();
    }
}
