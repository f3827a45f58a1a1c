package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.session.Division.PlannedShare;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Columns;
import io.ws402.protocol.money.AssetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of the money of sessions that end. Every method belongs into one transaction that begins with {@link #lock}:
 * the payment's row is what all who end a session wait for, so that sessions and deposits are always locked in one order.
 */
final class SettlementRepository {
    private static final String LOCK = """
            SELECT p.id, p.merchant_id, p.asset, p.api_key_id, p.state, m.fee_basis_points
            FROM payments p JOIN merchants m ON m.id = p.merchant_id
            WHERE p.id = ANY ($1::text[]) ORDER BY p.id FOR NO KEY UPDATE OF p""";

    private static final String LOCK_IF_FREE = LOCK + " SKIP LOCKED";

    private static final String REVERSED = "UPDATE payments SET state = 'reversed' WHERE id = $1 AND state = 'held'";

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

    /** Nothing of the payment is left. */
    Future<Void> reversed(SqlConnection transaction, String paymentId) {
        return transaction.preparedQuery(REVERSED).execute(Tuple.of(paymentId)).mapEmpty();
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
        String[] payments =
                Columns.texts(divisions, division -> division.payment().id());
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(divisions.stream()
                        .flatMap(each -> each.shares().stream()
                                .map(share -> each.payment().id()))
                        .toArray(String[]::new))
                .addArrayOfString(Columns.texts(shares, share -> share.source().id()))
                .addValue(Amounts.toSql(
                        shares.stream().map(Allocation.Share::used).toList()))
                .addValue(Amounts.toSql(
                        shares.stream().map(Allocation.Share::captured).toList()))
                .addValue(
                        Amounts.toSql(shares.stream().map(Allocation.Share::fee).toList()))
                .addValue(Amounts.toSql(
                        shares.stream().map(Allocation.Share::refunded).toList()))
                .addArrayOfString(Columns.texts(planned, PlannedShare::transferId))
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
