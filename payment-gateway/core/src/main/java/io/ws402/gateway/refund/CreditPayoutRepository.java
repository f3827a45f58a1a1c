package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Payers' credit in the database, and what takes it up to pay it out. */
final class CreditPayoutRepository {
    // A payer's credit rests as long as any part of it does. Whoever looks first puts the next look off for everybody.
    // What is
    // due comes first: of a payer with more refunds than are looked at at once, it would be in everybody's way for
    // ever.
    private static final String LOOK = """
            WITH due AS (
                SELECT DISTINCT merchant_id, method, asset, recipient FROM (
                    SELECT merchant_id, method, asset, recipient FROM refunds
                    WHERE state = 'credited' AND paid_out_by IS NULL AND applied_to IS NULL AND next_attempt_at <= now()
                    ORDER BY next_attempt_at LIMIT $2) AS earliest
            ), locked AS MATERIALIZED (
                SELECT r.* FROM refunds r JOIN due USING (merchant_id, method, asset, recipient)
                WHERE r.state = 'credited' AND r.paid_out_by IS NULL AND r.applied_to IS NULL
                ORDER BY r.next_attempt_at, r.id LIMIT 1000
                FOR NO KEY UPDATE OF r SKIP LOCKED
            ), payer AS (
                SELECT merchant_id, method, asset, recipient, sum(amount) AS amount,
                    array_agg(id ORDER BY id) AS refunds, (array_agg(payment_id ORDER BY id DESC))[1] AS payment_id,
                    max(next_attempt_at) AS rests_until, max(asset_symbol) AS paid_symbol,
                    max(asset_decimals) AS paid_decimals
                FROM locked GROUP BY merchant_id, method, asset, recipient
            ), put_off AS (
                UPDATE refunds r SET next_attempt_at = CASE WHEN payer.rests_until > now() THEN payer.rests_until
                    ELSE now() + $1::bigint * interval '1 millisecond' END
                FROM payer WHERE r.id = ANY (payer.refunds)
            )
            SELECT payer.*, coalesce(payer.paid_symbol, p.asset_symbol) AS asset_symbol,
                coalesce(payer.paid_decimals, p.asset_decimals) AS asset_decimals
            FROM payer JOIN payments p ON p.id = payer.payment_id
            WHERE payer.rests_until <= now()""";

    private static final String REST = """
            UPDATE refunds SET next_attempt_at = now() + $2::bigint * interval '1 millisecond'
            WHERE id = ANY ($1::text[]) AND state = 'credited' AND paid_out_by IS NULL AND applied_to IS NULL""";

    // All of it or nothing: what was asked about is what is sent.
    private static final String PLAN = """
            WITH locked AS MATERIALIZED (
                SELECT * FROM refunds
                WHERE id = ANY ($2::text[]) AND state = 'credited' AND paid_out_by IS NULL AND applied_to IS NULL
                ORDER BY id FOR NO KEY UPDATE
            ), payout AS (
                INSERT INTO refunds (id, kind, payment_id, merchant_id, method, asset, recipient, amount, asset_symbol,
                    asset_decimals)
                SELECT $1, 'credit', $3, merchant_id, method, asset, recipient, sum(amount), max(asset_symbol),
                    max(asset_decimals)
                FROM locked
                GROUP BY merchant_id, method, asset, recipient
                HAVING count(*) = cardinality($2::text[])
                RETURNING *
            ), taken AS (
                UPDATE refunds r SET paid_out_by = payout.id FROM payout
                WHERE r.id = ANY ($2::text[]) AND r.paid_out_by IS NULL AND r.applied_to IS NULL
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'credit_paid_out', id, payment_id FROM payout
                RETURNING id
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, payout.asset, side.amount
                FROM journal, payout, LATERAL (VALUES
                    ('payer_credit', payout.recipient, payout.amount),
                    ('refunds_in_flight', payout.id, -payout.amount)) AS side (account, owner, amount)
            )
            INSERT INTO outbox (topic, subject, payload)
            SELECT 'credit.payout_planned', id, jsonb_build_object('merchantId', merchant_id, 'payer', recipient,
                'asset', asset, 'amount', amount::text, 'refunds', to_jsonb($2::text[]))
            FROM payout""";

    private final Pool pool;

    CreditPayoutRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * The credit of payers whose turn it is to be looked at; the next look is put off by the pause.
     *
     * @param atMost how many refunds that are due it begins from
     */
    Future<List<PayerCredit>> look(Duration pause, int atMost) {
        return pool.preparedQuery(LOOK)
                .execute(Tuple.of(pause.toMillis(), atMost))
                .map(rows -> {
                    List<PayerCredit> due = new ArrayList<>(rows.size());
                    rows.forEach(row -> due.add(credit(row)));
                    return due;
                });
    }

    private static PayerCredit credit(Row row) {
        Asset asset = new Asset(
                new AssetId(row.getString("asset")), row.getString("asset_symbol"), row.getInteger("asset_decimals"));
        return new PayerCredit(
                row.getString("merchant_id"),
                row.getString("method"),
                row.getString("recipient"),
                new Money(asset, Amounts.of(row, "amount")),
                row.getString("payment_id"),
                List.of(row.getArrayOfStrings("refunds")));
    }

    /** Lets what nothing has taken up meanwhile rest so long. */
    Future<Void> rest(PayerCredit credit, Duration pause) {
        return pool.preparedQuery(REST)
                .execute(Tuple.of(ids(credit), pause.toMillis()))
                .mapEmpty();
    }

    /** Plans the payout of exactly this. False when something else has taken up any of it. */
    Future<Boolean> plan(PayerCredit credit, String payoutId) {
        return pool.preparedQuery(PLAN)
                .execute(Tuple.of(payoutId, ids(credit), credit.paymentId()))
                .map(rows -> rows.rowCount() > 0);
    }

    private static String[] ids(PayerCredit credit) {
        return credit.refundIds().toArray(String[]::new);
    }
}
