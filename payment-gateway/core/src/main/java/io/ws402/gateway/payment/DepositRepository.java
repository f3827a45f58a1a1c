package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Deposits after they arrived: until the rail can no longer undo them, and those that go straight back. */
final class DepositRepository {
    // Money that reached us but pays for no session is entered and given back in one statement. Not where the amount
    // is reserved for somebody else's quote: it is that payer's, who has yet to present it.
    private static final String GIVE_BACK = """
            WITH deposit AS (
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key, payer,
                    recipient, amount, state, tx_id, evidence, final_at)
                SELECT $1, p.id,
                    (SELECT coalesce(min(before.position), 0) - 1 FROM deposits before
                     WHERE before.payment_id = p.id AND before.position < 0),
                    p.merchant_id, p.method, $4, $5, $6, $7, $8::numeric, 'settled', $9, $10,
                    CASE WHEN $11 THEN now() END
                FROM payments p
                WHERE p.id = $3 AND p.asset = $4 AND NOT EXISTS (
                    SELECT FROM amount_reservations other
                    WHERE other.recipient = $7 AND other.asset = $4 AND other.amount = $8::numeric
                      AND other.payment_id <> p.id AND other.until > now())
                  AND NOT EXISTS (SELECT FROM unattributed_transfers u
                    WHERE u.settlement_key = $5 AND u.resolution = 'float')
                  AND %s
                ON CONFLICT DO NOTHING
                RETURNING *
            ), refund AS (
                INSERT INTO refunds (id, deposit_id, payment_id, merchant_id, method, asset, recipient, amount, reason)
                SELECT $2, id, payment_id, merchant_id, method, asset, payer, amount, $12 FROM deposit
                RETURNING *
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'deposit_returned', id, payment_id FROM deposit
                RETURNING id
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal, deposit, refund, LATERAL (VALUES
                    ('chain', deposit.recipient, deposit.amount),
                    ('refunds_in_flight', refund.id, -deposit.amount)) AS side (account, owner, amount)
            )
            INSERT INTO outbox (topic, subject, payload)
            SELECT 'payment.returned', payment_id, jsonb_build_object('merchantId', merchant_id, 'refundId', id,
                'payer', recipient, 'asset', asset, 'amount', amount::text, 'reason', reason)
            FROM refund""".formatted(notCollected("$9"));

    // Against a claim at the same moment, whoever gets the payment's row first has it.
    private static final String GIVE_BACK_UNCLAIMED = """
            WITH payment AS (
                UPDATE payments p SET state = 'settled', settled_at = now()
                WHERE p.id = $1 AND p.state = 'paid' AND EXISTS (
                    SELECT FROM deposits d WHERE d.payment_id = p.id AND d.state = 'unclaimed'
                        AND d.created_at <= now() - $3::bigint * interval '1 millisecond')
                RETURNING p.id
            ), deposit AS (
                UPDATE deposits d SET state = 'settled' FROM payment
                WHERE d.payment_id = payment.id AND d.state = 'unclaimed'
                RETURNING d.*
            ), refund AS (
                INSERT INTO refunds (id, deposit_id, payment_id, merchant_id, method, asset, recipient, amount, reason)
                SELECT $2, id, payment_id, merchant_id, method, asset, payer, amount, $4 FROM deposit
                RETURNING *
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'unclaimed_returned', id, payment_id FROM deposit
                RETURNING id
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal, deposit, refund, LATERAL (VALUES
                    ('held', deposit.id, deposit.amount),
                    ('refunds_in_flight', refund.id, -deposit.amount)) AS side (account, owner, amount)
            )
            INSERT INTO outbox (topic, subject, payload)
            SELECT 'payment.returned', payment_id, jsonb_build_object('merchantId', merchant_id, 'refundId', id,
                'payer', recipient, 'asset', asset, 'amount', amount::text, 'reason', reason)
            FROM refund""";

    private static final String UNCLAIMED = """
            SELECT payment_id FROM deposits
            WHERE state = 'unclaimed' AND created_at <= now() - $1::bigint * interval '1 millisecond'
            ORDER BY created_at LIMIT $2""";

    // Of an authorisation whose session is over its collection tells: to the rail, collected looks like spent.
    private static final String NOT_FINAL = """
            SELECT d.id, d.payment_id, d.method, d.settlement_key, d.payer, d.recipient, d.amount AS arrived, d.tx_id,
                d.evidence, d.usable_until, d.asset, coalesce(d.asset_symbol, p.asset_symbol) AS asset_symbol,
                coalesce(d.asset_decimals, p.asset_decimals) AS asset_decimals
            FROM deposits d JOIN payments p ON p.id = d.payment_id
            WHERE d.final_at IS NULL AND d.state <> 'reversed' AND d.id > $1
                AND (d.kind = 'prepaid' OR d.state = 'held')
            ORDER BY d.id LIMIT $2""";

    private static final String FINAL =
            "UPDATE deposits SET final_at = now() WHERE id = $1 AND final_at IS NULL AND state <> 'reversed'";

    // Simple because nothing has been captured yet: what the session consumed meanwhile is the merchant's loss, which
    // the event
    // tells. The payment's row comes first, as in settling: whoever has it decides about its deposits.
    private static final String REVERSE_HELD = """
            WITH payment AS (
                SELECT p.id FROM payments p JOIN deposits d ON d.payment_id = p.id
                WHERE d.id = $1 AND d.state = 'held' AND d.final_at IS NULL AND p.state = 'held'
                FOR NO KEY UPDATE OF p
            ), deposit AS (
                UPDATE deposits d SET state = 'reversed', reversed_at = now() FROM payment
                WHERE d.id = $1 AND d.payment_id = payment.id AND d.state = 'held' AND d.final_at IS NULL
                RETURNING d.*
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'deposit_reversed', id, payment_id FROM deposit WHERE kind = 'prepaid'
                RETURNING id
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal, deposit, LATERAL (VALUES
                    ('held', deposit.id, deposit.amount),
                    ('chain', deposit.recipient, -deposit.amount)) AS side (account, owner, amount)
            )
            INSERT INTO outbox (topic, subject, payload)
            SELECT 'payment.reversed', payment_id, jsonb_build_object('merchantId', merchant_id, 'asset', asset,
                'amount', amount::text, 'txId', tx_id, 'reason', $2::text, 'consumed',
                (SELECT s.consumed::text FROM sessions s WHERE s.payment_id = deposit.payment_id), 'consumedAsset',
                (SELECT p.asset FROM payments p WHERE p.id = deposit.payment_id))
            FROM deposit""";

    // It was divided already: the books go back over what each side got of it. Its refund was never signed, since it
    // never became final, so nothing is lost but what the merchant had earned. Were it signed, the journal would not
    // sum to zero, and all of this would be refused.
    private static final String REVERSE_SETTLED = """
            WITH payment AS (
                SELECT p.id FROM payments p JOIN deposits d ON d.payment_id = p.id
                WHERE d.id = $1 FOR NO KEY UPDATE OF p
            ), deposit AS (
                UPDATE deposits d SET state = 'reversed', reversed_at = now() FROM payment
                WHERE d.id = $1 AND d.payment_id = payment.id AND d.state = 'settled' AND d.final_at IS NULL
                    AND d.kind = 'prepaid'
                RETURNING d.*
            ), refund AS (
                UPDATE refunds r SET state = 'void', reason = $2, done_at = now(), leased_by = NULL, leased_until = NULL
                FROM deposit
                WHERE r.deposit_id = deposit.id AND r.state IN ('planned', 'awaiting_operator') AND r.sequence IS NULL
                RETURNING r.id, r.amount
            ), captured AS (
                SELECT deposit.captured, trunc(deposit.captured * of_payment.fee / greatest(of_payment.captured, 1)) AS fee
                FROM deposit, LATERAL (
                    SELECT (SELECT sum(d.captured) FROM deposits d
                            WHERE d.payment_id = deposit.payment_id AND d.asset = deposit.asset AND d.kind = 'prepaid'
                        ) AS captured,
                        (SELECT coalesce(-sum(e.amount), 0) FROM journals j JOIN entries e ON e.journal_id = j.id
                            WHERE j.kind = 'settle' AND j.subject = deposit.payment_id AND e.account = 'fees'
                                AND e.asset = deposit.asset) AS fee
                ) AS of_payment
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'deposit_reversed', id, payment_id FROM deposit
                RETURNING id
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal, deposit, captured, LATERAL (
                    VALUES ('chain', deposit.recipient, -deposit.amount),
                        ('merchant', deposit.merchant_id, captured.captured - captured.fee),
                        ('fees', deposit.merchant_id, captured.fee)
                    UNION ALL SELECT 'refunds_in_flight', refund.id, refund.amount::numeric FROM refund
                ) AS side (account, owner, amount)
                WHERE side.amount <> 0
            )
            INSERT INTO outbox (topic, subject, payload)
            SELECT 'payment.reversed', payment_id, jsonb_build_object('merchantId', merchant_id, 'asset', asset,
                'amount', amount::text, 'captured', captured::text, 'txId', tx_id, 'reason', $2::text)
            FROM deposit""";

    private final Pool pool;

    DepositRepository(Pool pool) {
        this.pool = pool;
    }

    /** The condition of a statement that a transaction collects nothing: what one brings is in the books by its collection. */
    static String notCollected(String txId) {
        return """
                NOT EXISTS (
                    SELECT FROM refund_transactions t JOIN refunds c ON c.id = t.refund_id AND c.kind = 'collection'
                    WHERE t.tx_id = %s)""".formatted(txId);
    }

    /** A deposit that the rail could still undo when it was last asked. */
    record NotFinal(String id, String paymentId, String method, ObservedDeposit observed) {}

    /** Enters money that pays for no session, and plans its refund. Answers whether that was done now. */
    Future<Boolean> giveBack(
            StoredPayment payment, ObservedDeposit arrived, String depositId, String refundId, String reason) {
        return giveBack(payment.id(), arrived, depositId, refundId, reason);
    }

    /** As above, in the name of a payment that an operator says it is of. */
    Future<Boolean> giveBack(
            String paymentId, ObservedDeposit arrived, String depositId, String refundId, String reason) {
        Tuple parameters = Tuple.tuple()
                .addString(depositId)
                .addString(refundId)
                .addString(paymentId)
                .addString(arrived.amount().asset().id().value())
                .addString(arrived.settlementKey())
                .addString(arrived.payer())
                .addString(arrived.recipient())
                .addValue(Amounts.toSql(arrived.amount().units()))
                .addString(arrived.txId())
                .addValue(arrived.evidence())
                .addBoolean(arrived.isFinal())
                .addString(reason);
        return changed(GIVE_BACK, parameters);
    }

    /** Plans the refund of what was entered for a payment so long ago at least, and that nobody has claimed. */
    Future<Boolean> giveBackUnclaimed(String paymentId, String refundId, Duration enteredFor, String reason) {
        return changed(GIVE_BACK_UNCLAIMED, Tuple.of(paymentId, refundId, enteredFor.toMillis(), reason));
    }

    /** Payments whose money has waited this long for a claim, the longest first. */
    Future<List<String>> unclaimed(Duration waited, int atMost) {
        return pool.preparedQuery(UNCLAIMED)
                .execute(Tuple.of(waited.toMillis(), atMost))
                .map(rows -> {
                    List<String> unclaimed = new ArrayList<>(rows.size());
                    rows.forEach(row -> unclaimed.add(row.getString("payment_id")));
                    return unclaimed;
                });
    }

    /** Deposits that are not final, in order of their ids, from behind this one. */
    Future<List<NotFinal>> notFinal(String afterId, int limit) {
        return pool.preparedQuery(NOT_FINAL).execute(Tuple.of(afterId, limit)).map(rows -> {
            List<NotFinal> deposits = new ArrayList<>();
            rows.forEach(row -> deposits.add(notFinal(row)));
            return deposits;
        });
    }

    private static NotFinal notFinal(Row row) {
        ObservedDeposit observed = new ObservedDeposit(
                row.getString("settlement_key"),
                row.getString("payer"),
                row.getString("recipient"),
                new Money(SessionGrants.asset(row), Amounts.of(row, "arrived")),
                row.getString("tx_id"),
                row.getJsonObject("evidence"),
                false,
                AuthorisationRepository.usableUntil(row));
        return new NotFinal(row.getString("id"), row.getString("payment_id"), row.getString("method"), observed);
    }

    /** The rail can no longer undo it. Answers whether that is news. */
    Future<Boolean> markFinal(String depositId) {
        return changed(FINAL, Tuple.of(depositId));
    }

    /**
     * The rail undid it while it was held: it leaves the books. The transaction holds its payment's row from here on, and
     * has to end the session. False when it is not held (any more).
     */
    Future<Boolean> reverseHeld(SqlConnection transaction, String depositId, String reason) {
        return changed(transaction, REVERSE_HELD, Tuple.of(depositId, reason));
    }

    /** The rail undid it after it was divided: its refund is void, the merchant's earnings of it too. False when not so. */
    Future<Boolean> reverseSettled(String depositId, String reason) {
        return changed(REVERSE_SETTLED, Tuple.of(depositId, reason));
    }

    private Future<Boolean> changed(String statement, Tuple parameters) {
        return changed(pool, statement, parameters);
    }

    private static Future<Boolean> changed(SqlClient client, String statement, Tuple parameters) {
        return client.preparedQuery(statement)
                .execute(parameters)
                .map(RowSet::rowCount)
                .map(count -> count > 0);
    }
}
