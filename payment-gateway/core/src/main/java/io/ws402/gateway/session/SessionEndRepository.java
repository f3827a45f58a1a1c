package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Columns;
import io.ws402.protocol.payment.MeterReport;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sessions that end, in the transactions that settle them: whoever ends one holds the row of its payment. */
final class SessionEndRepository {
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

    /**
     * A session that a transaction has just ended.
     *
     * @param consumed what it is charged
     * @param reason why it ended
     */
    record Ended(BigInteger consumed, String reason) {}

    /** A session's end as its holder tells it: by the holder's key, with the final reading and the reason. */
    record FinalReading(String apiKeyId, MeterReport report, String endReason) {}

    private final LeasePolicy policy;

    SessionEndRepository(LeasePolicy policy) {
        this.policy = policy;
    }

    /** Ends sessions by their holders' final readings, of each payment one; by payment those whose holder may. */
    Future<Map<String, Ended>> endByHolders(SqlConnection transaction, List<FinalReading> readings) {
        List<MeterReport> reports = readings.stream().map(FinalReading::report).toList();
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(Columns.texts(reports, MeterReport::paymentId))
                .addArrayOfString(Columns.texts(readings, FinalReading::apiKeyId))
                .addArrayOfLong(Columns.longs(reports, MeterReport::leaseEpoch))
                .addArrayOfString(Columns.texts(readings, FinalReading::endReason))
                .addArrayOfLong(Columns.longs(reports, MeterReport::sequence))
                .addArrayOfLong(
                        Columns.longs(reports, report -> report.reading().elapsedMs()))
                .addArrayOfLong(
                        Columns.longs(reports, report -> report.reading().bytes()))
                .addArrayOfLong(
                        Columns.longs(reports, report -> report.reading().messages()))
                .addValue(Amounts.toSql(
                        reports.stream().map(MeterReport::consumed).toList()));
        return transaction.preparedQuery(END_BY_HOLDER).execute(parameters).map(rows -> {
            Map<String, Ended> ended = new HashMap<>();
            rows.forEach(row -> ended.put(row.getString("payment_id"), ended(row)));
            return ended;
        });
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

    private static Future<Optional<Ended>> ended(SqlConnection transaction, String statement, Tuple parameters) {
        return transaction
                .preparedQuery(statement)
                .execute(parameters)
                .map(LeaseRepository::first)
                .map(found -> found.map(SessionEndRepository::ended));
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
}
