package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.TokenReading;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.payment.CheckpointOutcome.ToppedUp;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SessionClaim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Leases in the database. A transition is one statement with all of its condition in the {@code WHERE}. */
final class LeaseRepository {
    private static final String REPORTS = """
            unnest($3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::numeric[],
                $10::boolean[])
                AS r (payment_id, lease_epoch, sequence, elapsed_ms, bytes, messages, consumed, paused)""";

    private static final String CHECKPOINT = """
            UPDATE sessions s SET
                sequence = r.sequence, elapsed_ms = r.elapsed_ms, bytes = r.bytes, messages = r.messages,
                consumed = r.consumed, paused = r.paused,
                lease_until = now() + $11::bigint * interval '1 millisecond'
            FROM %s
            WHERE s.payment_id = r.payment_id AND s.api_key_id = $1 AND s.server_id = $2
                AND s.state = 'open' AND s.lease_until IS NOT NULL AND s.lease_epoch = r.lease_epoch
                AND s.sequence < r.sequence AND r.consumed BETWEEN s.consumed AND s.balance
            RETURNING s.payment_id, CASE WHEN s.top_ups > 0 THEN s.balance END AS topped_up""".formatted(REPORTS);

    // A release that carries nothing new gives the lease back all the same. Totals only grow: the greater is the newer.
    private static final String RELEASE = """
            UPDATE sessions s SET
                sequence = greatest(s.sequence, r.sequence), elapsed_ms = greatest(s.elapsed_ms, r.elapsed_ms),
                bytes = greatest(s.bytes, r.bytes), messages = greatest(s.messages, r.messages),
                consumed = greatest(s.consumed, r.consumed), lease_until = least(s.lease_until, now())
            FROM %s
            WHERE s.payment_id = r.payment_id AND s.api_key_id = $1 AND s.server_id = $2
                AND s.state = 'open' AND s.lease_until IS NOT NULL AND s.lease_epoch = r.lease_epoch
                AND r.consumed <= s.balance
            RETURNING s.payment_id, CASE WHEN s.top_ups > 0 THEN s.balance END AS topped_up""".formatted(REPORTS);

    private static final String RESUME =
            """
            UPDATE sessions s SET
                lease_epoch = s.lease_epoch + 1, lease_until = %s, api_key_id = $4, server_id = $5, claimed_by = $6,
                paused = false
            FROM payments p JOIN deposits d ON d.payment_id = p.id AND d.position = 0
            WHERE p.id = s.payment_id AND s.payment_id = $7 AND s.session_id = $8 AND s.lease_epoch = $9
                AND s.merchant_id = $10 AND p.resource_id = $11 AND p.state = 'held' AND s.state = 'open'
                AND s.lease_until <= now() AND NOT %s
            RETURNING %s""".formatted(LeaseClock.LEASE_FROM_NOW, LeaseClock.NOT_RESUMABLE, SessionGrants.COLUMNS);

    private static final String RESUMED_BY_THIS_CLAIM = """
            SELECT %s
            FROM sessions s JOIN payments p ON p.id = s.payment_id
                JOIN deposits d ON d.payment_id = p.id AND d.position = 0
            WHERE s.payment_id = $1 AND s.session_id = $2 AND s.lease_epoch = $3 + 1 AND s.claimed_by = $4
                AND s.api_key_id = $5 AND s.server_id = $6 AND s.state = 'open' AND p.state = 'held'""".formatted(SessionGrants.COLUMNS);

    private static final String LOOK = """
            SELECT s.payment_id, s.session_id, p.resource_id, p.api_key_id AS quoted_by, s.api_key_id, s.server_id,
                p.state AS payment_state, s.state, s.lease_epoch, s.sequence, s.consumed, s.balance,
                ceil(extract(epoch FROM s.lease_until - now()) * 1000)::bigint AS remaining_ms, %s AS reapable
            FROM sessions s JOIN payments p ON p.id = s.payment_id
            WHERE s.payment_id = ANY ($4::text[]) AND s.merchant_id = $5""".formatted(LeaseClock.NOT_RESUMABLE);

    // The lease itself may have run out: as long as nobody took the session up, its holder keeps it.
    private static final String HELD = """
            SELECT s.session_id, p.resource_id
            FROM sessions s JOIN payments p ON p.id = s.payment_id
            WHERE s.payment_id = $1 AND s.lease_epoch = $2 AND s.api_key_id = $3
                AND s.lease_until IS NOT NULL AND s.state = 'open' AND p.state = 'held'""";

    private final LeasePolicy policy;

    LeaseRepository(LeasePolicy policy) {
        this.policy = policy;
    }

    /**
     * What a batch of reports did.
     *
     * @param payments whose reports were recorded
     * @param toppedUp those of them that were topped up, with their balances
     */
    record Recorded(Set<String> payments, List<ToppedUp> toppedUp) {}

    /** Records and renews; the payments for which it did. Reports name each payment once. */
    Future<Recorded> checkpoint(SqlClient client, Holder holder, List<MeterReport> reports) {
        long leaseMs = policy.lease().toMillis();
        return record(client, CHECKPOINT, parameters(holder, reports).addLong(leaseMs));
    }

    /** Records and gives back; the payments for which it did. Reports name each payment once. */
    Future<Recorded> release(SqlClient client, Holder holder, List<MeterReport> reports) {
        return record(client, RELEASE, parameters(holder, reports));
    }

    private static Tuple parameters(Holder holder, List<MeterReport> reports) {
        return ReportColumns.addTo(Tuple.of(holder.apiKeyId(), holder.serverId()), reports);
    }

    private static Future<Recorded> record(SqlClient client, String statement, Tuple parameters) {
        return client.preparedQuery(statement).execute(parameters).map(rows -> {
            Set<String> recorded = HashSet.newHashSet(rows.size());
            List<ToppedUp> toppedUp = new ArrayList<>();
            for (Row row : rows) {
                recorded.add(row.getString("payment_id"));
                if (row.getNumeric("topped_up") != null) {
                    toppedUp.add(new ToppedUp(row.getString("payment_id"), Amounts.of(row, "topped_up")));
                }
            }
            return new Recorded(recorded, toppedUp);
        });
    }

    /** A session that a key holds under an epoch: its {@code session_id} and {@code resource_id}. */
    Future<Optional<Row>> held(SqlClient client, String apiKeyId, String paymentId, long leaseEpoch) {
        return client.preparedQuery(HELD)
                .execute(Tuple.of(paymentId, leaseEpoch, apiKeyId))
                .map(LeaseRepository::first);
    }

    /** Takes a session up under a new epoch; a row of {@link SessionGrants#COLUMNS} if it could. */
    Future<Optional<Row>> resume(
            SqlClient client, Holder by, String merchantId, TokenReading.Resume token, SessionClaim claim) {
        Tuple parameters = LeaseClock.parameters(policy)
                .addString(by.apiKeyId())
                .addString(by.serverId())
                .addString(claim.sessionId())
                .addString(token.paymentId())
                .addString(token.sessionId())
                .addLong(token.leaseEpoch())
                .addString(merchantId)
                .addString(claim.resourceId());
        return client.preparedQuery(RESUME).execute(parameters).map(LeaseRepository::first);
    }

    /** The same row again, if it was this very claim that used the token and nothing came after. */
    Future<Optional<Row>> resumedBefore(SqlClient client, Holder by, TokenReading.Resume token, SessionClaim claim) {
        Tuple parameters = Tuple.of(
                token.paymentId(),
                token.sessionId(),
                token.leaseEpoch(),
                claim.sessionId(),
                by.apiKeyId(),
                by.serverId());
        return client.preparedQuery(RESUMED_BY_THIS_CLAIM).execute(parameters).map(LeaseRepository::first);
    }

    /** How the sessions of these payments stand, by payment; those that the merchant does not have are left out. */
    Future<Map<String, SessionRow>> look(SqlClient client, String merchantId, Collection<String> paymentIds) {
        Tuple parameters = LeaseClock.parameters(policy)
                .addArrayOfString(paymentIds.toArray(String[]::new))
                .addString(merchantId);
        return client.preparedQuery(LOOK).execute(parameters).map(rows -> {
            Map<String, SessionRow> found = HashMap.newHashMap(rows.size());
            rows.forEach(row -> found.put(row.getString("payment_id"), SessionRow.of(row)));
            return found;
        });
    }

    static Optional<Row> first(RowSet<Row> rows) {
        RowIterator<Row> iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }
}
