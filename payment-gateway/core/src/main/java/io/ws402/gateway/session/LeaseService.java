package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenReading;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.CheckpointOutcome.Over;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Leases on held payments: renewed by checkpoints, given back, taken up by resume tokens. Safe from any thread. */
public final class LeaseService {
    /** The most sessions in one checkpoint. */
    public static final int MOST_REPORTS = 50_000;

    private static final String DEADLOCK = "40P01";
    private static final int ATTEMPTS_AGAINST_DEADLOCK = 3;

    private final Pool pool;
    private final SessionTokens tokens;
    private final SessionGrants grants;
    private final LeasePolicy policy;
    private final LeaseRepository leases;

    public LeaseService(Database database, SessionTokens tokens, SessionGrants grants, LeasePolicy policy) {
        this.pool = database.pool();
        this.tokens = tokens;
        this.grants = grants;
        this.policy = policy;
        this.leases = new LeaseRepository(policy);
    }

    /**
     * Records the readings of all sessions of a server, in one statement, and renews their leases. A report that is not
     * newer than the last one changes nothing and is no error. Idempotent; of several reports of one payment the newest
     * counts.
     *
     * @return the sessions that the server holds no longer, each with the reason: {@code lease_lost, session_over,
     *     payment_reversed, unknown_payment}, or {@code amount_mismatch} where a total fell or exceeds the balance; and the
     *     balances of those that were topped up; failed with {@link TooManySessionsException} above {@link #MOST_REPORTS}
     */
    public Future<CheckpointOutcome> checkpoint(Caller caller, String serverId, List<MeterReport> reports) {
        return record(caller, serverId, reports, LeaseEvent.Checkpoint::new, leases::checkpoint);
    }

    /** A last checkpoint that also ends the leases, so that another server may take the sessions up at once. Idempotent. */
    public Future<CheckpointOutcome> release(Caller caller, String serverId, List<MeterReport> reports) {
        return record(caller, serverId, reports, LeaseEvent.Release::new, leases::release);
    }

    private Future<CheckpointOutcome> record(
            Caller caller,
            String serverId,
            List<MeterReport> reports,
            BiFunction<Holder, Long, LeaseEvent> event,
            Recording recording) {
        if (reports.size() > MOST_REPORTS) {
            return Future.failedFuture(new TooManySessionsException(reports.size(), MOST_REPORTS));
        }
        Holder holder = new Holder(caller.apiKeyId(), serverId);
        List<MeterReport> newest = ReportColumns.newest(reports);
        if (newest.isEmpty()) {
            return Future.succeededFuture(new CheckpointOutcome.Recorded(List.of()));
        }
        return againstDeadlock(() -> recording.record(pool, holder, newest), ATTEMPTS_AGAINST_DEADLOCK)
                .compose(recorded -> notRecorded(
                                caller, newest, recorded.payments(), report -> event.apply(holder, report.leaseEpoch()))
                        .map(over -> new CheckpointOutcome.Recorded(over, recorded.toppedUp())));
    }

    private Future<List<Over>> notRecorded(
            Caller caller, List<MeterReport> reports, Set<String> recorded, ToEvent event) {
        List<MeterReport> rest = reports.stream()
                .filter(report -> !recorded.contains(report.paymentId()))
                .toList();
        if (rest.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<String> paymentIds = rest.stream().map(MeterReport::paymentId).toList();
        return leases.look(pool, caller.merchantId(), paymentIds).map(found -> {
            List<Over> over = new ArrayList<>();
            for (MeterReport report : rest) {
                String code = whyNot(caller, found.get(report.paymentId()), report, event.of(report));
                if (code != null) {
                    over.add(new Over(report.paymentId(), code));
                }
            }
            return over;
        });
    }

    private @Nullable String whyNot(Caller caller, @Nullable SessionRow session, MeterReport report, LeaseEvent event) {
        if (session == null || !session.concerns(caller)) {
            return Codes.UNKNOWN_PAYMENT;
        }
        return switch (session.lease().on(event, policy.lease().toMillis())) {
            case LeaseOutcome.Refused(String code) -> code;
            // The fence lets it through, so either it is not newer, which is fine, or its figures can not be.
            case LeaseOutcome.Moved moved ->
                report.sequence() > session.sequence() && !session.admits(report.consumed())
                        ? Codes.AMOUNT_MISMATCH
                        : null;
        };
    }

    /**
     * Takes up a session that is paid and not over, under a new epoch. A token works once; of two at once the first to
     * commit wins; the claim that used it gets the same answer again.
     *
     * @return accepted, with what was metered so far; pending {@code lease_held} while another server's lease lives;
     *     rejected {@code token_invalid, token_used, session_over, resource_mismatch}
     */
    public Future<Verification> resume(Caller caller, String resumeToken, SessionClaim claim) {
        return tokens.read(resumeToken).compose(reading -> switch (reading) {
            case TokenReading.Resume token -> resume(caller, token, claim);
            case TokenReading.Access access -> rejected(Codes.TOKEN_INVALID, "This is not a resume token.");
            case TokenReading.Invalid(String reason) -> rejected(Codes.TOKEN_INVALID, reason);
        });
    }

    private Future<Verification> resume(Caller caller, TokenReading.Resume token, SessionClaim claim) {
        Holder by = new Holder(caller.apiKeyId(), claim.serverId());
        return leases.resume(pool, by, caller.merchantId(), token, claim)
                .compose(taken -> taken.isPresent()
                        ? Future.succeededFuture(taken)
                        : leases.resumedBefore(pool, by, token, claim))
                .compose(granted -> granted.map(this::accepted).orElseGet(() -> notResumed(caller, by, token, claim)));
    }

    private Future<Verification> accepted(Row row) {
        return Future.succeededFuture(new Verification.Accepted(grants.grant(row)));
    }

    private Future<Verification> notResumed(Caller caller, Holder by, TokenReading.Resume token, SessionClaim claim) {
        return leases.look(pool, caller.merchantId(), List.of(token.paymentId()))
                .compose(found -> {
                    SessionRow session = found.get(token.paymentId());
                    if (session == null || !session.sessionId().equals(token.sessionId())) {
                        return rejected(Codes.TOKEN_INVALID, "This token is for no session of this merchant.");
                    }
                    if (!session.resourceId().equals(claim.resourceId())) {
                        return rejected(
                                Codes.RESOURCE_MISMATCH, "This session was paid for " + session.resourceId() + ".");
                    }
                    LeaseEvent.Resume event = new LeaseEvent.Resume(by, token.leaseEpoch());
                    return Future.succeededFuture(ResumeAnswers.of(session.lease(), event, policy));
                });
    }

    private static Future<Verification> rejected(String code, String reason) {
        return Future.succeededFuture(new Verification.Rejected(code, reason));
    }

    /** Two batches that share sessions may still lock them in different orders; the loser of such a meeting starts anew. */
    private static <T> Future<T> againstDeadlock(Supplier<Future<T>> statement, int attempts) {
        return statement
                .get()
                .recover(failure ->
                        attempts > 1 && failure instanceof PgException refused && DEADLOCK.equals(refused.getSqlState())
                                ? againstDeadlock(statement, attempts - 1)
                                : Future.failedFuture(failure));
    }

    private interface Recording {
        Future<LeaseRepository.Recorded> record(Pool pool, Holder holder, List<MeterReport> reports);
    }

    private interface ToEvent {
        LeaseEvent of(MeterReport report);
    }
}
