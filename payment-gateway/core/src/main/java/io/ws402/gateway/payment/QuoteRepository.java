package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteRequest;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Quotes and the amounts they reserve. */
final class QuoteRepository {
    // The first candidate that nobody has. A reservation that is over may be taken over; when another quote took the
    // same amount a moment before, no row comes back and other candidates are tried.
    private static final String RESERVE_AMOUNT = """
            INSERT INTO amount_reservations AS reserved (recipient, asset, amount, payment_id, until)
            SELECT $1, $2, candidate.amount, $3, now() + $5::bigint * interval '1 millisecond'
            FROM unnest($4::numeric[]) WITH ORDINALITY AS candidate (amount, position)
            WHERE NOT EXISTS (
                SELECT FROM amount_reservations taken
                WHERE taken.recipient = $1 AND taken.asset = $2 AND taken.amount = candidate.amount
                  AND taken.until > now())
            ORDER BY candidate.position LIMIT 1
            ON CONFLICT (recipient, asset, amount) DO UPDATE
                SET payment_id = excluded.payment_id, until = excluded.until WHERE reserved.until <= now()
            RETURNING amount""";

    private static final String RELEASE_AMOUNT = "DELETE FROM amount_reservations WHERE payment_id = $1";

    // Counting in the statement that inserts: what races past a cap is bounded by the number of connections. A top-up
    // is quoted only for a session that the key holds.
    private static final String INSERT = """
            INSERT INTO payments (id, merchant_id, api_key_id, resource_id, method, asset, asset_symbol, asset_decimals,
                recipient, amount, reference, claim_secret_hash, price_per_second, price_per_megabyte,
                price_per_message, max_duration_seconds, details, anchor, quoted_for, expires_at, tops_up, worth)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::numeric, $11, $12, $13::numeric, $14::numeric,
                $15::numeric, $16, $17, $18, $19, now() + $20::bigint * interval '1 millisecond', $23, $25::numeric
            WHERE (SELECT count(*) FROM (
                    SELECT FROM payments WHERE state = 'quoted' AND quoted_for = $19::text AND expires_at > now()
                    LIMIT $21::bigint) AS of_address) < $21::bigint
              AND (SELECT count(*) FROM (
                    SELECT FROM payments WHERE state = 'quoted' AND api_key_id = $3 AND expires_at > now()
                    LIMIT $22::bigint) AS of_key) < $22::bigint
              AND NOT EXISTS (SELECT FROM suspended_assets a WHERE a.method = $5 AND a.asset = $6)
              AND ($23::text IS NULL OR EXISTS (
                    SELECT FROM sessions s
                    WHERE s.payment_id = $23 AND s.merchant_id = $2 AND s.api_key_id = $3 AND s.lease_epoch = $24
                      AND s.state = 'open' AND s.lease_until IS NOT NULL))
            RETURNING expires_at""";

    private static final String SUSPENDED = "SELECT FROM suspended_assets WHERE method = $1 AND asset = $2";

    private static final String EXPIRE = """
            UPDATE payments SET state = 'expired' WHERE id IN (
                SELECT id FROM payments WHERE state = 'quoted' AND expires_at <= now()
                ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)""";

    private static final String FORGET_AMOUNTS = """
            DELETE FROM amount_reservations WHERE (recipient, asset, amount) IN (
                SELECT recipient, asset, amount FROM amount_reservations WHERE until <= now()
                ORDER BY until LIMIT $1 FOR UPDATE SKIP LOCKED)""";

    // Nothing was paid on them; a payment with any deposit is never deleted.
    private static final String FORGET_UNPAID = """
            DELETE FROM payments WHERE id IN (
                SELECT id FROM payments
                WHERE state = 'expired' AND expires_at <= now() - $2::bigint * interval '1 millisecond'
                  AND NOT EXISTS (SELECT FROM deposits WHERE deposits.payment_id = payments.id)
                ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)""";

    private final Pool pool;

    QuoteRepository(Pool pool) {
        this.pool = pool;
    }

    /** Reserves the first free one of these amounts; empty when all are taken. */
    Future<Optional<BigInteger>> reserveAmount(
            String recipient, AssetId asset, String paymentId, List<BigInteger> candidates, long reservedForMs) {
        Tuple parameters = Tuple.of(recipient, asset.value(), paymentId, Amounts.toSql(candidates), reservedForMs);
        return pool.preparedQuery(RESERVE_AMOUNT)
                .execute(parameters)
                .map(rows -> first(rows).map(row -> Amounts.of(row, "amount")));
    }

    /** Gives an amount back whose quote was never told to anybody. */
    Future<Void> releaseAmount(String paymentId) {
        return pool.preparedQuery(RELEASE_AMOUNT).execute(Tuple.of(paymentId)).mapEmpty();
    }

    /**
     * Stores a quote, and answers when it expires; empty when a cap on open quotes is reached, the asset is suspended, or
     * the session that it is to top up is not, or no longer, the caller's.
     */
    Future<Optional<Instant>> insert(NewQuote quote, QuotePolicy policy) {
        QuoteRequest request = quote.request();
        MethodDescription method = quote.method();
        Asset asset = quote.price().asset();
        PricePlan plan = request.plan();
        TopUp topUp = quote.topUp();
        Tuple parameters = Tuple.tuple()
                .addString(quote.id())
                .addString(quote.caller().merchantId())
                .addString(quote.caller().apiKeyId())
                .addString(request.resourceId())
                .addString(method.id())
                .addString(asset.id().value())
                .addString(asset.symbol())
                .addInteger(asset.decimals())
                .addString(method.recipient())
                .addValue(Amounts.toSql(quote.price().units()))
                .addString(quote.reference())
                .addBuffer(quote.claimSecretHash())
                .addValue(Amounts.toSql(plan.pricePerSecond()))
                .addValue(Amounts.toSql(plan.pricePerMegabyte()))
                .addValue(Amounts.toSql(plan.pricePerMessage()))
                .addLong(plan.maxDurationSeconds())
                .addValue(quote.terms().details())
                .addValue(quote.terms().anchor())
                .addString(request.payerAddress())
                .addLong(policy.lifetime().toMillis())
                .addLong((long) policy.openPerAddress())
                .addLong((long) policy.openPerKey())
                .addString(topUp == null ? null : topUp.paymentId())
                .addLong(topUp == null ? null : topUp.leaseEpoch())
                .addValue(quote.worth() == null ? null : Amounts.toSql(quote.worth()));
        return pool.preparedQuery(INSERT)
                .execute(parameters)
                .map(rows -> first(rows)
                        .map(row -> row.getOffsetDateTime("expires_at").toInstant()));
    }

    /** Whether an asset of a method can not be sent now. */
    Future<Boolean> isSuspended(MethodDescription method, Asset asset) {
        return pool.preparedQuery(SUSPENDED)
                .execute(Tuple.of(method.id(), asset.id().value()))
                .map(rows -> rows.size() > 0);
    }

    /** Marks quotes whose time is over; answers how many. */
    Future<Integer> expire(int limit) {
        return pool.preparedQuery(EXPIRE).execute(Tuple.of(limit)).map(RowSet::rowCount);
    }

    /** Forgets reservations whose quarantine is over; answers how many. */
    Future<Integer> forgetAmounts(int limit) {
        return pool.preparedQuery(FORGET_AMOUNTS).execute(Tuple.of(limit)).map(RowSet::rowCount);
    }

    /** Forgets quotes that were not paid and expired this long ago; answers how many. */
    Future<Integer> forgetUnpaid(int limit, long expiredForMs) {
        return pool.preparedQuery(FORGET_UNPAID)
                .execute(Tuple.of(limit, expiredForMs))
                .map(RowSet::rowCount);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.stream().findFirst();
    }
}
