package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.session.Division.PlannedShare;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.MeterReport;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The end of sessions in the database. Every method belongs into one transaction that begins with {@link #lock}: the
 * payment's row is what all who end a session wait for, so that sessions and deposits are always locked in one order.
 */
final class SettlementRepository {
    private static final String LOCK = """
            SELECT p.id, p.merchant_id, p.asset, p.api_key_id, p.state, m.fee_basis_points
            FROM payments p JOIN merchants m ON m.id = p.merchant_id
            WHERE p.id = ANY ($1::text[]) ORDER BY p.id FOR NO KEY UPDATE OF p""";

    private static final String LOCK_IF_FREE = LOCK + " SKIP LOCKED";

    private static final String END_BY_HOLDER = """
            UPDATE sessions s SET
                state = 'ended', ended_at = now(), end_reason = r.end_reason, sequence = greatest(s.sequence, r.sequence),
                elapsed_ms = r.elapsed_ms, bytes = r.bytes, messages = r.messages, consumed = r.consumed
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
                $8::bigint[], $9::numeric[])
                AS r (payment_id, api_key_id, lease_epoch, end_reason, sequence, elapsed_ms, bytes, messages, consumed)
            WHERE s.payment_id = r.payment_id AND s.api_key_id = r.api_key_id AND s.lease_epoch = r.lease_epoch
                AND s.lease_until IS NOT NULL AND s.state = 'open' AND r.consumed BETWEEN s.consumed AND s.balance
            RETURNING s.payment_id, s.consumed, s.end_reason""";

    private static final String END_HOLD = """
            UPDATE sessions SET
                state = 'ended', ended_at = now(), end_reason = 'refunded', consumed = balance - $1::numeric
            WHERE payment_id = $2 AND api_key_id = $3 AND lease_until IS NULL
                AND state = 'open' AND $1::numeric <= balance
            RETURNING consumed, end_reason""";

    private static final String END_ABANDONED = """
            UPDATE sessions s SET
                state = 'ended', ended_at = now(),
                end_reason = CASE WHEN s.lease_until IS NULL THEN 'hold_expired'
                    WHEN s.ends_by <= now() THEN 'authorisation_over' ELSE 'server_lost' END,
                consumed = CASE WHEN s.lease_until IS NULL THEN s.balance ELSE s.consumed END
            FROM payments p
            WHERE p.id = s.payment_id AND s.payment_id = $4 AND s.state = 'open' AND p.state = 'held' AND %s
            RETURNING s.consumed, s.end_reason""".formatted(LeaseClock.REAPABLE);

    private static final String END_REVERSED = """
            UPDATE sessions SET state = 'ended', ended_at = now(), end_reason = 'payment_reversed'
            WHERE payment_id = $1 AND state = 'open'
            RETURNING consumed, end_reason""";

    private static final String REVERSED = "UPDATE payments SET state = 'reversed' WHERE id = $1 AND state = 'held'";

    // Asked all the time, so sessions with a lease, nearly all there are, are looked at without their payments.
    private static final String ABANDONED =
            """
            SELECT s.payment_id, s.lease_until FROM sessions s
            WHERE s.state = 'open' AND %s <= now() AND %s
            UNION ALL
            SELECT s.payment_id, s.lease_until FROM sessions s JOIN payments p ON p.id = s.payment_id
            WHERE s.state = 'open' AND s.lease_until IS NULL AND %s
            UNION ALL
            SELECT s.payment_id, s.ends_by FROM sessions s WHERE s.state = 'open' AND s.ends_by <= now()
            ORDER BY lease_until LIMIT $4""".formatted(LeaseClock.WINDOW_OVER, LeaseClock.RENEWALS_WERE_POSSIBLE, LeaseClock.REAPABLE);

    // Credit is used up first, so that what is left over is worth sending.
    private static final String DEPOSITS = """
            SELECT payment_id, id, kind, asset, amount, coalesce(worth, amount) AS worth FROM deposits
            WHERE payment_id = ANY ($1::text[]) AND position >= 0 AND state = 'held'
            ORDER BY payment_id, from_credit DESC, position FOR NO KEY UPDATE""";

    // The counts tell whether every row was as it had to be; if not, the transaction is given up.
    private static final String DIVIDE = """
            WITH share AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[],
                    $7::text[]) AS s (payment_id, deposit_id, used, captured, fee, refunded, transfer_id)
            ), settled AS (
                UPDATE deposits d SET state = 'settled', captured = share.captured, worth_captured = share.used,
                    collected_by = CASE WHEN d.kind = 'authorised' AND share.captured > 0 THEN share.transfer_id END,
                    final_at = CASE WHEN d.kind = 'authorised' AND share.captured = 0 THEN coalesce(d.final_at, now())
                        ELSE d.final_at END
                FROM share
                WHERE d.id = share.deposit_id AND d.payment_id = share.payment_id AND d.state = 'held'
                    AND CASE d.kind WHEN 'prepaid' THEN share.captured + share.refunded = d.amount
                        ELSE share.refunded = 0 END
                RETURNING d.*, share.fee, share.refunded, share.transfer_id
            ), refund AS (
                INSERT INTO refunds (id, deposit_id, payment_id, merchant_id, method, asset, recipient, amount, asset_symbol,
                    asset_decimals)
                SELECT transfer_id, id, payment_id, merchant_id, method, asset, payer, refunded, asset_symbol, asset_decimals
                FROM settled WHERE refunded > 0
            ), collection AS (
                INSERT INTO refunds (id, kind, deposit_id, payment_id, merchant_id, method, asset, recipient, amount, fee,
                    asset_symbol, asset_decimals)
                SELECT transfer_id, 'collection', id, payment_id, merchant_id, method, asset, recipient, captured, fee,
                    asset_symbol, asset_decimals
                FROM settled WHERE collected_by IS NOT NULL
            ), payment AS (
                UPDATE payments SET state = 'settled', settled_at = now()
                WHERE id = ANY ($8::text[]) AND state = 'held'
                RETURNING id
            )
            SELECT (SELECT count(*) FROM settled) AS deposits, (SELECT count(*) FROM payment) AS payments""";

    /**
     * What a settlement needs to know of its payment.
     *
     * @param id the payment
     * @param merchantId whose earnings
     * @param asset its session's
     * @param quotedBy the API key that quoted it
     * @param feeBasisPoints the platform's part of what is captured
     */
    record LockedPayment(String id, String merchantId, AssetId asset, String quotedBy, int feeBasisPoints) {}

    /**
     * A session that a transaction has just ended.
     *
     * @param consumed what it is charged
     * @param reason why it ended
     */
    record Ended(BigInteger consumed, String reason) {}

    private final LeasePolicy policy;

    SettlementRepository(LeasePolicy policy) {
        this.policy = policy;
    }

    /** A session's end as its holder tells it: by the holder's key, with the final reading and the reason. */
    record FinalReading(String apiKeyId, MeterReport report, String endReason) {}

    /** Waits for the payment's row. */
    Future<Optional<LockedPayment>> lock(SqlConnection transaction, String paymentId) {
        return lock(transaction, List.of(paymentId)).map(locked -> Optional.ofNullable(locked.get(paymentId)));
    }

    /** Waits for the rows of those payments that there are; by their ids, and in their order. */
    Future<Map<String, LockedPayment>> lock(SqlConnection transaction, Collection<String> paymentIds) {
        return locked(transaction, LOCK, paymentIds);
    }

    /** Takes the payment's row unless somebody else is at it. */
    Future<Optional<LockedPayment>> lockIfFree(SqlConnection transaction, String paymentId) {
        return locked(transaction, LOCK_IF_FREE, List.of(paymentId))
                .map(locked -> Optional.ofNullable(locked.get(paymentId)));
    }

    private static Future<Map<String, LockedPayment>> locked(
            SqlConnection transaction, String statement, Collection<String> ids) {
        return transaction
                .preparedQuery(statement)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, LockedPayment> locked = new LinkedHashMap<>();
                    rows.forEach(row -> locked.put(
                            row.getString("id"),
                            new LockedPayment(
                                    row.getString("id"),
                                    row.getString("merchant_id"),
                                    new AssetId(row.getString("asset")),
                                    row.getString("api_key_id"),
                                    row.getInteger("fee_basis_points"))));
                    return locked;
                });
    }

    /** Ends sessions by their holders' final readings, of each payment one; by payment those whose holder may. */
    Future<Map<String, Ended>> endByHolders(SqlConnection transaction, List<FinalReading> readings) {
        List<MeterReport> reports = readings.stream().map(FinalReading::report).toList();
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(texts(reports, MeterReport::paymentId))
                .addArrayOfString(texts(readings, FinalReading::apiKeyId))
                .addArrayOfLong(ReportColumns.column(reports, MeterReport::leaseEpoch))
                .addArrayOfString(texts(readings, FinalReading::endReason))
                .addArrayOfLong(ReportColumns.column(reports, MeterReport::sequence))
                .addArrayOfLong(
                        ReportColumns.column(reports, report -> report.reading().elapsedMs()))
                .addArrayOfLong(
                        ReportColumns.column(reports, report -> report.reading().bytes()))
                .addArrayOfLong(
                        ReportColumns.column(reports, report -> report.reading().messages()))
                .addValue(Amounts.toSql(
                        reports.stream().map(MeterReport::consumed).toList()));
        return transaction.preparedQuery(END_BY_HOLDER).execute(parameters).map(rows -> {
            Map<String, Ended> ended = new HashMap<>();
            rows.forEach(row -> ended.put(row.getString("payment_id"), ended(row)));
            return ended;
        });
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    /** Ends a hold without lease by what is to be given back; empty when the key may not or has no such hold. */
    Future<Optional<Ended>> endHold(
            SqlConnection transaction, String paymentId, String apiKeyId, BigInteger givenBack) {
        return ended(transaction, END_HOLD, Tuple.of(Amounts.toSql(givenBack), paymentId, apiKeyId));
    }

    /** Ends a session whose time is over; empty when its time is not over. */
    Future<Optional<Ended>> endAbandoned(SqlConnection transaction, String paymentId) {
        return ended(transaction, END_ABANDONED, LeaseClock.parameters(policy).addString(paymentId));
    }

    /** Ends a session of whose deposits the rail undid one, at its last checkpoint; empty when it is over. */
    Future<Optional<Ended>> endReversed(SqlConnection transaction, String paymentId) {
        return ended(transaction, END_REVERSED, Tuple.of(paymentId));
    }

    /** Nothing of the payment is left. */
    Future<Void> reversed(SqlConnection transaction, String paymentId) {
        return transaction.preparedQuery(REVERSED).execute(Tuple.of(paymentId)).mapEmpty();
    }

    private static Future<Optional<Ended>> ended(SqlConnection transaction, String statement, Tuple parameters) {
        return transaction
                .preparedQuery(statement)
                .execute(parameters)
                .map(LeaseRepository::first)
                .map(found -> found.map(SettlementRepository::ended));
    }

    private static Ended ended(Row row) {
        return new Ended(Amounts.of(row, "consumed"), row.getString("end_reason"));
    }

    /** Payments whose sessions' time is over, the longest first. */
    Future<List<String>> abandoned(SqlClient client, int atMost) {
        Tuple parameters = LeaseClock.parameters(policy).addInteger(atMost);
        return client.preparedQuery(ABANDONED).execute(parameters).map(rows -> {
            List<String> payments = new ArrayList<>(rows.size());
            rows.forEach(row -> payments.add(row.getString("payment_id")));
            return payments;
        });
    }

    /** The deposits that a session draws on, first in first. */
    Future<List<Allocation.Source>> deposits(SqlConnection transaction, String paymentId) {
        return deposits(transaction, List.of(paymentId)).map(found -> found.getOrDefault(paymentId, List.of()));
    }

    /** The same by payment; those without deposits are left out. */
    Future<Map<String, List<Allocation.Source>>> deposits(SqlConnection transaction, Collection<String> paymentIds) {
        return transaction
                .preparedQuery(DEPOSITS)
                .execute(Tuple.of(paymentIds.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, List<Allocation.Source>> deposits = new HashMap<>();
                    rows.forEach(row -> deposits.computeIfAbsent(row.getString("payment_id"), id -> new ArrayList<>())
                            .add(source(row)));
                    return deposits;
                });
    }

    private static Allocation.Source source(Row row) {
        MoneyKind kind = row.getString("kind").equals("prepaid") ? MoneyKind.PREPAID : MoneyKind.AUTHORISED;
        return new Allocation.Source(
                row.getString("id"),
                kind,
                new AssetId(row.getString("asset")),
                Amounts.of(row, "amount"),
                Amounts.of(row, "worth"));
    }

    /**
     * Settles deposits and payments, and plans the refunds, one for each share that gives something back, and the
     * collections, one for each share that takes of an authorisation. One that nothing is taken of is released: nobody takes
     * of it later.
     */
    Future<Void> divide(SqlConnection transaction, List<Division> divisions) {
        List<PlannedShare> planned =
                divisions.stream().flatMap(each -> each.shares().stream()).toList();
        List<Allocation.Share> shares =
                planned.stream().map(PlannedShare::share).toList();
        String[] payments = texts(divisions, division -> division.payment().id());
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(divisions.stream()
                        .flatMap(each -> each.shares().stream()
                                .map(share -> each.payment().id()))
                        .toArray(String[]::new))
                .addArrayOfString(texts(shares, share -> share.source().id()))
                .addValue(Amounts.toSql(
                        shares.stream().map(Allocation.Share::used).toList()))
                .addValue(Amounts.toSql(
                        shares.stream().map(Allocation.Share::captured).toList()))
                .addValue(
                        Amounts.toSql(shares.stream().map(Allocation.Share::fee).toList()))
                .addValue(Amounts.toSql(
                        shares.stream().map(Allocation.Share::refunded).toList()))
                .addArrayOfString(texts(planned, PlannedShare::transferId))
                .addArrayOfString(payments);
        return transaction.preparedQuery(DIVIDE).execute(parameters).compose(rows -> {
            Row counts = rows.iterator().next();
            boolean whole =
                    counts.getLong("deposits") == shares.size() && counts.getLong("payments") == payments.length;
            return whole
                    ? Future.succeededFuture()
                    : Future.failedFuture(new IllegalStateException("payment " + String.join(", ", payments)
                            + " or one of its deposits is not held, though its session was"));
        });
    }
}
