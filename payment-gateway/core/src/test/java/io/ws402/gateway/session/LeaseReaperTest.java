package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.SERVER;
import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SessionStatus;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class LeaseReaperTest {
    private static final String STATE = "SELECT state FROM sessions WHERE payment_id = $1";

    private final SessionBench bench;
    private final LeaseReaper reaper;

    LeaseReaperTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
        this.reaper = bench.reaper();
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void settlesTheSessionOfALostServerAtItsLastCheckpointExactly() {
        SessionGrant session = bench.session(1000);
        Await.of(bench.leases.checkpoint(bench.caller, SERVER, List.of(report(session, 7, 333))));
        bench.abandon(session);
        Await.of(reaper.reap());
        SessionStatus status = Await.of(bench.queries.status(bench.caller, session.sessionId()))
                .orElseThrow();
        assertEquals("settled", status.state());
        assertEquals("server_lost", status.endReason());
        assertEquals(BigInteger.valueOf(333), status.consumed().units());
        assertEquals(
                BigInteger.valueOf(667), status.refunds().getFirst().amount().units());
    }

    @Test
    void refundsAllOfASessionThatWasNeverCheckpointed() {
        SessionGrant session = bench.session(1000);
        bench.abandon(session);
        Await.of(reaper.reap());
        assertEquals("1000", bench.value("SELECT amount FROM refunds WHERE payment_id = $1", session.paymentId()));
    }

    @Test
    void leavesASessionThatCanStillBeTakenUp() {
        SessionGrant live = bench.session(1000);
        SessionGrant lapsed = bench.session(1000);
        bench.lapse(lapsed);
        bench.renewalsPossibleFor("1 day");
        Await.of(reaper.reap());
        assertEquals("open", bench.value(STATE, live.paymentId()));
        assertEquals("open", bench.value(STATE, lapsed.paymentId()));
    }

    @Test
    void leavesAllSessionsUntilRenewalsHaveBeenPossibleForLeaseAndWindow() {
        SessionGrant session = bench.session(1000);
        bench.abandon(session);
        bench.renewalsPossibleFor("65 seconds");
        Await.of(reaper.reap());
        assertEquals("open", bench.value(STATE, session.paymentId()));
        bench.renewalsPossibleFor("67 seconds");
        Await.of(reaper.reap());
        assertEquals("ended", bench.value(STATE, session.paymentId()));
    }

    @Test
    void reapsNothingBeforeTheFirstHeartbeat() {
        SessionGrant session = bench.session(1000);
        bench.abandon(session);
        bench.sql("DELETE FROM gateway_heartbeat");
        Await.of(reaper.reap());
        assertEquals("open", bench.value(STATE, session.paymentId()));
    }

    @Test
    void beginsToCountAnewAfterAGapInWhichNoGatewayWasThere() {
        bench.renewalsPossibleFor("1 day");
        Await.of(reaper.beat());
        assertEquals("true", availableFor("23 hours"));
        bench.sql("UPDATE gateway_heartbeat SET last_seen = now() - interval '5 seconds'");
        Await.of(reaper.beat());
        assertEquals("true", availableFor("23 hours"));
        bench.sql("UPDATE gateway_heartbeat SET last_seen = now() - interval '7 seconds'");
        Await.of(reaper.beat());
        assertEquals("false", availableFor("1 minute"));
    }

    @Test
    void capturesAHoldWholeWhoseRefundCallNeverCame() {
        bench.hold(500);
        String paymentId =
                bench.value("SELECT payment_id FROM sessions WHERE api_key_id = $1", bench.caller.apiKeyId());
        bench.renewalsPossibleFor("1 day");
        // The maximum duration is an hour, the grace ten minutes.
        bench.sql("UPDATE sessions SET started_at = now() - interval '69 minutes' WHERE payment_id = $1", paymentId);
        Await.of(reaper.reap());
        assertEquals("open", bench.value(STATE, paymentId));
        bench.sql("UPDATE sessions SET started_at = now() - interval '71 minutes' WHERE payment_id = $1", paymentId);
        Await.of(reaper.reap());
        assertEquals("ended", bench.value(STATE, paymentId));
        assertEquals("500", bench.value("SELECT captured FROM deposits WHERE payment_id = $1", paymentId));
        assertEquals("hold_expired", bench.value("SELECT end_reason FROM sessions WHERE payment_id = $1", paymentId));
    }

    private String availableFor(String interval) {
        return bench.value("SELECT available_since <= now() - $1::text::interval FROM gateway_heartbeat", interval);
    }
}
