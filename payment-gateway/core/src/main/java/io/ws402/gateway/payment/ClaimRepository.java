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
import io.ws402.gateway.payment.GroupClaimRepository.Claim;
import io.ws402.gateway.session.LeaseClock;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Columns;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.GroupedStatement;
import io.ws402.protocol.payment.SessionGrant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds payments by what a proof names, and claims them. */
final class ClaimRepository {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int MOST_TOGETHER = 256;

    private static final String FIND = "SELECT a.number, " + StoredPayment.COLUMNS + """
            , now() > p.expires_at + a.quarantine_ms * interval '1 millisecond' AS after_quarantine
            FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
                WITH ORDINALITY AS a (reference, merchant_id, api_key_id, quarantine_ms, number)
                JOIN payments p USING (reference, merchant_id, api_key_id)
                LEFT JOIN sessions s ON s.payment_id = p.id LEFT JOIN sessions t ON t.payment_id = p.tops_up""";

    // The watch of the wallets was first, and has entered the deposit already.
    private static final String CLAIM_ENTERED = """
            WITH claimed AS (
                UPDATE payments p SET state = 'held', held_at = now()
                WHERE p.id = $1 AND p.state = 'paid' AND p.tops_up IS NULL AND EXISTS (
                    SELECT FROM deposits d
                    WHERE d.payment_id = p.id AND d.position = 0 AND d.state = 'unclaimed' AND d.settlement_key = $2)
                RETURNING *, $7::text AS credit_id, $6::bigint AS lease_ms
            ), deposit AS (
                UPDATE deposits d SET state = 'held' FROM claimed
                WHERE d.payment_id = claimed.id AND d.position = 0 AND d.state = 'unclaimed'
                RETURNING d.*
            ), %s, session AS (
                INSERT INTO sessions (payment_id, session_id, claimed_by, merchant_id, api_key_id, server_id,
                    lease_until, balance, credit, top_ups)
                SELECT deposit.payment_id, $3, $3, deposit.merchant_id, $4, $5,
                    now() + $6::bigint * interval '1 millisecond', deposit.amount + %s, %s, %s
                FROM deposit
                RETURNING *
            ), event AS (
                INSERT INTO outbox (topic, subject, payload)
                SELECT 'payment.held', d.payment_id, jsonb_build_object('merchantId', d.merchant_id,
                    'sessionId', s.session_id, 'payer', d.payer, 'asset', d.asset, 'amount', d.amount::text,
                    'credit', s.credit::text, 'txId', d.tx_id)
                FROM deposit d, session s
            )
            SELECT %s FROM claimed p, session s, deposit d""".formatted(
                    AppliedCredit.TAKEN,
                    AppliedCredit.amount("deposit"),
                    AppliedCredit.amount("deposit"),
                    AppliedCredit.deposits("deposit"),
                    SessionGrants.COLUMNS);

    private static final String GRANT_OF_CLAIM = "SELECT " + SessionGrants.COLUMNS + """

            FROM payments p
            JOIN sessions s ON s.payment_id = p.id
            JOIN deposits d ON d.payment_id = p.id AND d.position = 0
            WHERE p.id = $1 AND s.claimed_by = $2 AND s.api_key_id = $3 AND s.server_id = $4
              AND s.state = 'open'""";

    // Only when no lease lives, by the one who was told the secret, and under a new epoch: the former holder is fenced.
    private static final String TAKE_UP =
            """
            UPDATE sessions s SET lease_epoch = s.lease_epoch + 1, lease_until = %s, claimed_by = $4, api_key_id = $5,
                server_id = $6
            FROM payments p JOIN deposits d ON d.payment_id = p.id AND d.position = 0
            WHERE p.id = s.payment_id AND s.payment_id = $7 AND s.lease_epoch = $8 AND p.claim_secret_hash = $9
                AND p.state = 'held' AND s.state = 'open' AND s.lease_until <= now() AND NOT %s
            RETURNING %s""".formatted(LeaseClock.LEASE_FROM_NOW, LeaseClock.NOT_RESUMABLE, SessionGrants.COLUMNS);

    private final Pool pool;
    private final ExposureRepository exposure;
    private final SessionGrants grants;
    private final LeasePolicy leases;
    private final GroupedStatement<Wanted, Optional<StoredPayment>> finds;
    private final GroupedStatement<Claim, Optional<Row>> together;

    ClaimRepository(Database database, ExposureRepository exposure, SessionGrants grants, LeasePolicy leases) {
        this.pool = database.pool();
        this.exposure = exposure;
        this.grants = grants;
        this.leases = leases;
        this.finds = new GroupedStatement<>(MOST_TOGETHER, this::findAll);
        this.together = new GroupedStatement<>(MOST_TOGETHER, claims -> GroupClaimRepository.run(pool, claims));
    }

    /** The payment with this reference, if the caller's key quoted it. */
    Future<Optional<StoredPayment>> find(Caller caller, String reference, Duration quarantine) {
        return finds.run(new Wanted(reference, caller, quarantine));
    }

    private record Wanted(String reference, Caller caller, Duration quarantine) {}

    private Future<List<Optional<StoredPayment>>> findAll(List<Wanted> wanted) {
        Tuple parameters = Tuple.of(
                Columns.texts(wanted, Wanted::reference),
                Columns.texts(wanted, each -> each.caller().merchantId()),
                Columns.texts(wanted, each -> each.caller().apiKeyId()),
                Columns.longs(wanted, each -> each.quarantine().toMillis()));
        return pool.preparedQuery(FIND)
                .execute(parameters)
                .map(rows -> GroupedStatement.byNumber(wanted.size(), rows, StoredPayment::of));
    }

    /**
     * Holds the payment for the claimant with what arrived, and with the credit that its payer has.
     *
     * @param creditId the id of the deposit that credit becomes, if there is any
     * @return empty when somebody else holds it, or has claimed this deposit for another payment, or it is not final and more
     *     than may be served on, or is an authorisation that does not last for the session
     */
    Future<Optional<SessionGrant>> claim(
            StoredPayment payment, Claimant claimant, Arrival.Paid paid, String depositId, String creditId) {
        ObservedDeposit arrived = paid.deposit();
        Duration slack = claimant.lease() == null ? null : leases.afterTheEnd();
        Claim claim = new Claim(payment.id(), claimant, paid, slack, depositId, creditId);
        Future<Optional<Row>> claimed = paid.cap().appliesTo(arrived)
                ? exposure.run(
                        payment,
                        arrived,
                        paid.cap(),
                        client ->
                                GroupClaimRepository.run(client, List.of(claim)).map(List::getFirst))
                : together.run(claim);
        return claimed.map(row -> row.map(grants::grant))
                .recover(failure ->
                        failure instanceof PgException conflict && UNIQUE_VIOLATION.equals(conflict.getSqlState())
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(failure))
                .compose(held -> held.isPresent()
                        ? Future.succeededFuture(held)
                        : claimEntered(payment, claimant, arrived, creditId));
    }

    /** Whether an authorisation was not claimed because it does not last for the session. */
    Future<Boolean> isTooShort(StoredPayment payment, ObservedDeposit arrived) {
        return AuthorisationRepository.isTooShort(pool, payment, arrived, leases.afterTheEnd());
    }

    private Future<Optional<SessionGrant>> claimEntered(
            StoredPayment payment, Claimant claimant, ObservedDeposit arrived, String creditId) {
        Tuple parameters = Tuple.of(
                payment.id(),
                arrived.settlementKey(),
                claimant.sessionId(),
                claimant.caller().apiKeyId(),
                claimant.serverId(),
                millis(claimant.lease()),
                creditId);
        return pool.preparedQuery(CLAIM_ENTERED).execute(parameters).map(this::grant);
    }

    /** The grant that the same claim got before; empty when another claim holds the payment. */
    Future<Optional<SessionGrant>> grantOf(StoredPayment payment, Claimant claimant) {
        Tuple parameters =
                Tuple.of(payment.id(), claimant.sessionId(), claimant.caller().apiKeyId(), claimant.serverId());
        return pool.preparedQuery(GRANT_OF_CLAIM).execute(parameters).map(this::grant);
    }

    /** Takes a session up whose lease has run out; empty when it has not, or another claimant was first. */
    Future<Optional<SessionGrant>> takeUp(
            StoredPayment payment, long leaseEpoch, Claimant claimant, ClaimSecret secret) {
        Tuple parameters = LeaseClock.parameters(leases)
                .addString(claimant.sessionId())
                .addString(claimant.caller().apiKeyId())
                .addString(claimant.serverId())
                .addString(payment.id())
                .addLong(leaseEpoch)
                .addBuffer(secret.hash());
        return pool.preparedQuery(TAKE_UP).execute(parameters).map(this::grant);
    }

    private Optional<SessionGrant> grant(RowSet<Row> rows) {
        return first(rows).map(grants::grant);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.stream().findFirst();
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }
}
