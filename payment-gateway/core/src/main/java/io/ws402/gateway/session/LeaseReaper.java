package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.session.SettlementRepository.LockedPayment;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of servers that were lost, at their last checkpoint, once lease and resume window have passed; and
 * captures 0.1 holds whose refund call never came. As many gateways as there are may each run one: a session is ended
 * once.
 *
 * <p>Leases do not age while no gateway can renew them. Start it when the gateway answers checkpoints, not before.
 */
public final class LeaseReaper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseReaper.class);
    private static final int BATCH = 200;
    private static final int AT_ONCE = 8;
    private static final int BEATS_PER_LEASE = 3;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final Database database;
    private final HeartbeatRepository heartbeat;
    private final SessionEndRepository ends;
    private final SettlementRepository settlements;
    private final Settling settling;
    private final Runnable refundsPlanned;
    private final RepeatedPass beating;
    private final RepeatedPass reaping;

    /** @param refundsPlanned as for {@link SettlementService} */
    public LeaseReaper(
            Vertx vertx,
            Database database,
            Ledger ledger,
            Outbox outbox,
            Identifiers identifiers,
            LeasePolicy policy,
            Runnable refundsPlanned) {
        this.database = database;
        this.heartbeat = new HeartbeatRepository(database.pool(), policy);
        this.ends = new SessionEndRepository(policy);
        this.settlements = new SettlementRepository();
        this.settling = new Settling(settlements, ledger, outbox, identifiers);
        this.refundsPlanned = refundsPlanned;
        Duration pause =
                Duration.ofMillis(Math.clamp(policy.lease().toMillis() / BEATS_PER_LEASE, 1, LONGEST_PAUSE_MS));
        this.beating = new RepeatedPass(vertx, "heartbeat", pause, () -> beat().map(false));
        this.reaping = new RepeatedPass(vertx, "reaper", pause, () -> reap().map(ended -> ended == BATCH));
    }

    /** Begins to beat and to reap, until {@link #stop}. */
    public void start() {
        // Two loops, or many sessions to end at once would keep the heart from beating.
        beating.start();
        reaping.start();
    }

    /** Notes that this gateway is there; for whoever drives passes by hand. */
    public Future<Void> beat() {
        return heartbeat.beat();
    }

    /** One pass: ends every session whose time is over; how many it ended. One that fails is left for the next pass. */
    public Future<Integer> reap() {
        return ends.abandoned(database.pool(), BATCH)
                .compose(payments -> endAll(payments, 0))
                .onSuccess(ended -> {
                    if (ended > 0) {
                        LOG.info("ended {} sessions whose servers were lost", ended);
                        refundsPlanned.run();
                    }
                });
    }

    private Future<Integer> endAll(List<String> payments, int ended) {
        if (payments.isEmpty()) {
            return Future.succeededFuture(ended);
        }
        List<Future<Boolean>> now =
                payments.stream().limit(AT_ONCE).map(this::endOrLeave).toList();
        return Future.join(now).compose(all -> {
            int more = (int) now.stream().filter(Future::result).count();
            return endAll(payments.subList(now.size(), payments.size()), ended + more);
        });
    }

    private Future<Boolean> endOrLeave(String paymentId) {
        return database.transaction(transaction -> settlements
                        .lockIfFree(transaction, paymentId)
                        .compose(locked -> locked.map(payment -> end(transaction, payment))
                                .orElseGet(() -> Future.succeededFuture(false))))
                .recover(failure -> {
                    LOG.error("the session of payment {} could not be ended, trying again", paymentId, failure);
                    return Future.succeededFuture(false);
                });
    }

    private Future<Boolean> end(SqlConnection transaction, LockedPayment payment) {
        return ends.endAbandoned(transaction, payment.id())
                .compose(ended -> ended.map(end ->
                                settling.divide(transaction, payment, end).map(true))
                        .orElseGet(() -> Future.succeededFuture(false)));
    }

    /** Lets what runs come to its end, and begins nothing new. Idempotent. */
    public Future<Void> stop() {
        return Future.join(beating.stop(), reaping.stop()).mapEmpty();
    }
}
