package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.payment.Arrivals.Arrival;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PricePlan;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Finds sessions to top up and the quotes for that, and adds what was paid for them. */
final class TopUpRepository {
    private static final String UNIQUE_VIOLATION = "23505";

    private static final String TERMS = """
            SELECT p.resource_id, p.method, p.asset, p.asset_symbol, p.asset_decimals, p.price_per_second,
                p.price_per_megabyte, p.price_per_message, p.max_duration_seconds
            FROM payments p WHERE p.id = $1 AND p.merchant_id = $2""";

    // By the merchant, not by the key: the session may have moved on to a server with another one.
    private static final String FIND = "SELECT " + StoredPayment.COLUMNS + """
            , now() > p.expires_at + $3::bigint * interval '1 millisecond' AS after_quarantine
            FROM payments p LEFT JOIN sessions s ON s.payment_id = p.id LEFT JOIN sessions t ON t.payment_id = p.tops_up
            WHERE p.reference = $1 AND p.merchant_id = $2""";

    // One statement, one commit. The session's payment is locked first, as by all who end sessions: either they see
    // this
    // deposit and divide it too, or this finds the session ended and adds nothing.
    private static final String ADD = """
            WITH locked AS MATERIALIZED (
                SELECT q.id, q.tops_up, p.asset, p.asset_symbol, p.asset_decimals
                FROM payments p JOIN sessions s ON s.payment_id = p.id JOIN payments q ON q.tops_up = p.id
                WHERE q.id = $1 AND q.state = ANY($2::text[]) AND p.state = 'held' AND s.state = 'open'
                  AND s.api_key_id = $3 AND s.lease_epoch = $4 AND s.lease_until IS NOT NULL
                  AND NOT EXISTS (SELECT FROM unattributed_transfers u
                      WHERE u.settlement_key = $7 AND u.resolution = 'float')
                  AND\s""" + ExposureRepository.within("q", "$13", "$8", "$9", "$14", "$15") + " AND "
            + AuthorisationRepository.lasts("q", "$16", "$17") + " AND " + DepositRepository.notCollected("$11") + """

                FOR NO KEY UPDATE OF p, s, q
            ), quote AS (
                UPDATE payments q SET state = 'added' FROM locked WHERE q.id = locked.id
                RETURNING q.*, div($9::numeric * q.worth, q.amount) AS counted
            ), session AS (
                UPDATE sessions s SET balance = s.balance + coalesce(quote.counted, $9::numeric), top_ups = s.top_ups + 1,
                    ends_by = least(s.ends_by, $16::timestamptz)
                FROM quote WHERE s.payment_id = quote.tops_up
                RETURNING s.*
            ), deposit AS (
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, kind, settlement_key, payer,
                    recipient, amount, state, tx_id, evidence, final_at, worth, asset_symbol, asset_decimals, usable_until)
                SELECT $5, session.payment_id, session.top_ups, quote.merchant_id, quote.method, quote.asset, $6, $7, $8,
                    $10, $9::numeric, 'held', $11, $12, CASE WHEN $13 THEN now() END, quote.counted,
                    CASE WHEN quote.worth IS NOT NULL THEN quote.asset_symbol END,
                    CASE WHEN quote.worth IS NOT NULL THEN quote.asset_decimals END, $16::timestamptz
                FROM quote, session
                RETURNING *
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'deposit', id, payment_id FROM deposit WHERE kind = 'prepaid'
                RETURNING id
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal, deposit, LATERAL (VALUES
                    ('chain', deposit.recipient, deposit.amount),
                    ('held', deposit.id, -deposit.amount)) AS side (account, owner, amount)
            ), event AS (
                INSERT INTO outbox (topic, subject, payload)
                SELECT 'payment.topped_up', deposit.payment_id, jsonb_build_object('merchantId', deposit.merchant_id,
                    'sessionId', session.session_id, 'payer', payer, 'asset', asset, 'amount', amount::text,
                    'worth', coalesce(worth, amount)::text, 'balance', session.balance::text, 'txId', tx_id)
                FROM deposit, session
            )
            SELECT session.balance, coalesce(deposit.worth, deposit.amount) AS worth, locked.asset, locked.asset_symbol,
                locked.asset_decimals
            FROM session, deposit, locked""";

    // The watch of the wallets was first, and has entered the deposit as the quote's own.
    private static final String ADD_ENTERED = """
            WITH locked AS MATERIALIZED (
                SELECT q.id, q.tops_up, d.id AS deposit_id, d.amount, div(d.amount * q.worth, q.amount) AS counted,
                    q.asset_symbol AS paid_symbol, q.asset_decimals AS paid_decimals, p.asset, p.asset_symbol,
                    p.asset_decimals
                FROM payments p JOIN sessions s ON s.payment_id = p.id JOIN payments q ON q.tops_up = p.id
                    JOIN deposits d ON d.payment_id = q.id
                WHERE q.id = $1 AND q.state = 'paid' AND p.state = 'held' AND s.state = 'open'
                  AND s.api_key_id = $2 AND s.lease_epoch = $3 AND s.lease_until IS NOT NULL
                  AND d.state = 'unclaimed' AND d.settlement_key = $4
                FOR NO KEY UPDATE OF p, s, q, d
            ), quote AS (
                UPDATE payments q SET state = 'added' FROM locked WHERE q.id = locked.id
            ), session AS (
                UPDATE sessions s SET balance = s.balance + coalesce(locked.counted, locked.amount),
                    top_ups = s.top_ups + 1
                FROM locked WHERE s.payment_id = locked.tops_up
                RETURNING s.*
            ), deposit AS (
                UPDATE deposits d SET payment_id = session.payment_id, position = session.top_ups, state = 'held',
                    worth = locked.counted,
                    asset_symbol = CASE WHEN locked.counted IS NOT NULL THEN locked.paid_symbol END,
                    asset_decimals = CASE WHEN locked.counted IS NOT NULL THEN locked.paid_decimals END
                FROM locked, session WHERE d.id = locked.deposit_id
                RETURNING d.*
            ), event AS (
                INSERT INTO outbox (topic, subject, payload)
                SELECT 'payment.topped_up', deposit.payment_id, jsonb_build_object('merchantId', deposit.merchant_id,
                    'sessionId', session.session_id, 'payer', payer, 'asset', asset, 'amount', amount::text,
                    'worth', coalesce(worth, amount)::text, 'balance', session.balance::text, 'txId', tx_id)
                FROM deposit, session
            )
            SELECT session.balance, coalesce(deposit.worth, deposit.amount) AS worth, locked.asset, locked.asset_symbol,
                locked.asset_decimals
            FROM session, deposit, locked""";

    private static final String ADDED_BEFORE = """
            SELECT s.balance, coalesce(d.worth, d.amount) AS worth, p.asset, p.asset_symbol, p.asset_decimals
            FROM deposits d JOIN sessions s ON s.payment_id = d.payment_id JOIN payments p ON p.id = d.payment_id
            WHERE d.settlement_key = $1 AND d.payment_id = $2 AND d.position > 0""";

    private final Pool pool;
    private final ExposureRepository exposure;
    private final LeasePolicy leases;

    TopUpRepository(Database database, ExposureRepository exposure, LeasePolicy leases) {
        this.pool = database.pool();
        this.exposure = exposure;
        this.leases = leases;
    }

    /** By how much a session's balance has grown, and what it is; both in the session's asset. */
    record Grown(Money by, Money balance) {}

    /** What a session was sold on. */
    record Terms(String resourceId, String method, Asset asset, PricePlan plan) {}

    /** The terms of a payment of the caller's merchant. */
    Future<Optional<Terms>> terms(Caller caller, String paymentId) {
        return pool.preparedQuery(TERMS)
                .execute(Tuple.of(paymentId, caller.merchantId()))
                .map(rows -> first(rows)
                        .map(row -> new Terms(
                                row.getString("resource_id"),
                                row.getString("method"),
                                SessionGrants.asset(row),
                                SessionGrants.plan(row))));
    }

    /** The payment with this reference, of the caller's merchant. */
    Future<Optional<StoredPayment>> find(Caller caller, String reference, Duration quarantine) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(reference, caller.merchantId(), quarantine.toMillis()))
                .map(rows -> first(rows).map(StoredPayment::of));
    }

    /**
     * Adds what arrived to the session, which the caller's key holds under this epoch.
     *
     * @return by how much that let the balance grow; empty when the session is over or another's, the quote used, the
     *     deposit claimed for something else, or it is not final and more than may be served on, or is an authorisation that
     *     does not last for the session
     */
    Future<Optional<Grown>> add(
            Caller caller, long leaseEpoch, StoredPayment quote, Arrival.Paid paid, String depositId) {
        ObservedDeposit arrived = paid.deposit();
        Tuple parameters = Tuple.tuple()
                .addString(quote.id())
                .addArrayOfString(PaymentState.before(PaymentState.Event.ARRIVE))
                .addString(caller.apiKeyId())
                .addLong(leaseEpoch)
                .addString(depositId)
                .addString(arrived.money().name().toLowerCase(Locale.ROOT))
                .addString(arrived.settlementKey())
                .addString(arrived.payer())
                .addValue(Amounts.toSql(arrived.amount().units()))
                .addString(arrived.recipient())
                .addString(arrived.txId())
                .addValue(arrived.evidence())
                .addBoolean(arrived.isFinal());
        ExposureRepository.addCaps(parameters, paid.cap());
        AuthorisationRepository.addTo(parameters, arrived, leases.afterTheEnd());
        return exposure.run(
                        quote,
                        arrived,
                        paid.cap(),
                        client -> client.preparedQuery(ADD).execute(parameters).map(TopUpRepository::first))
                .map(row -> row.map(TopUpRepository::growth))
                .recover(failure ->
                        failure instanceof PgException conflict && UNIQUE_VIOLATION.equals(conflict.getSqlState())
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(failure))
                .compose(added -> added.isPresent()
                        ? Future.succeededFuture(added)
                        : addEntered(caller, leaseEpoch, quote, arrived));
    }

    /** Whether an authorisation was not added because it does not last for the session. */
    Future<Boolean> isTooShort(StoredPayment quote, ObservedDeposit arrived) {
        return AuthorisationRepository.isTooShort(pool, quote, arrived, leases.afterTheEnd());
    }

    private Future<Optional<Grown>> addEntered(
            Caller caller, long leaseEpoch, StoredPayment quote, ObservedDeposit arrived) {
        return pool.preparedQuery(ADD_ENTERED)
                .execute(Tuple.of(quote.id(), caller.apiKeyId(), leaseEpoch, arrived.settlementKey()))
                .map(TopUpRepository::grown);
    }

    /** The same, with the balance as it is now, if this very deposit topped the session up before. */
    Future<Optional<Grown>> addedBefore(String paymentId, ObservedDeposit arrived) {
        return pool.preparedQuery(ADDED_BEFORE)
                .execute(Tuple.of(arrived.settlementKey(), paymentId))
                .map(TopUpRepository::grown);
    }

    private static Optional<Grown> grown(RowSet<Row> rows) {
        return first(rows).map(TopUpRepository::growth);
    }

    private static Grown growth(Row row) {
        Asset asset = SessionGrants.asset(row);
        return new Grown(new Money(asset, Amounts.of(row, "worth")), new Money(asset, Amounts.of(row, "balance")));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.stream().findFirst();
    }
}
