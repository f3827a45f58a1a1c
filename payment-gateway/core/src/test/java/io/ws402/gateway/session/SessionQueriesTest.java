package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.RESOURCE;
import static io.ws402.gateway.session.SessionBench.SERVER;
import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SessionStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server that does not hold a session is told about it. */
@ExtendWith(DatabaseExtension.class)
final class SessionQueriesTest {
    private final SessionBench bench;

    SessionQueriesTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
    }

    @Test
    void tellsThatASessionIsHeldAndForHowLong() {
        SessionStatus status = status(bench.session(1000));
        assertTrue(status.isLive());
        assertFalse(status.paused());
        assertEquals(RESOURCE, status.resourceId());
        long leaseMs = LeasePolicy.DEFAULT.lease().toMillis();
        assertTrue(status.leaseExpiresInMs() > 0 && status.leaseExpiresInMs() <= leaseMs, status.toString());
    }

    @Test
    void tellsOfAPauseUntilTheHolderReportsItsEnd() {
        SessionGrant session = bench.session(1000);
        checkpoint(paused(report(session, 1, 10)));
        assertTrue(status(session).paused());
        assertTrue(status(session).isLive());
        checkpoint(report(session, 2, 10));
        assertFalse(status(session).paused());
    }

    @Test
    void ignoresAPauseThatANewerReportOvertook() {
        SessionGrant session = bench.session(1000);
        checkpoint(report(session, 2, 10));
        checkpoint(paused(report(session, 1, 10)));
        assertFalse(status(session).paused());
    }

    @Test
    void aSessionThatIsTakenUpIsPausedNoLonger() {
        SessionGrant session = bench.session(1000);
        checkpoint(paused(report(session, 1, 10)));
        bench.lapse(session);
        SessionClaim claim = new SessionClaim(bench.identifiers.next("ses"), "server-2", RESOURCE);
        Await.of(bench.leases.resume(bench.caller, String.valueOf(session.resumeToken()), claim));
        assertFalse(status(session).paused());
        assertTrue(status(session).isLive());
    }

    @Test
    void isNotLiveWhileNobodyHoldsItNorOnceItIsOver() {
        SessionGrant lapsed = bench.session(1000);
        bench.lapse(lapsed);
        assertEquals("held", status(lapsed).state());
        assertFalse(status(lapsed).isLive());

        SessionGrant released = bench.session(1000);
        Await.of(bench.leases.release(bench.caller, SERVER, List.of(report(released, 1, 5))));
        assertFalse(status(released).isLive());

        SessionGrant settled = bench.session(1000);
        Await.of(bench.settlements.settle(bench.caller, report(settled, 1, 5), "client_ended"));
        assertFalse(status(settled).isLive());
        assertEquals(0, status(settled).leaseExpiresInMs());
    }

    private void checkpoint(MeterReport report) {
        Await.of(bench.leases.checkpoint(bench.caller, SERVER, List.of(report)));
    }

    private static MeterReport paused(MeterReport report) {
        return new MeterReport(
                report.paymentId(), report.leaseEpoch(), report.sequence(), report.reading(), report.consumed(), true);
    }

    private SessionStatus status(SessionGrant session) {
        return Await.of(bench.queries.status(bench.caller, session.sessionId())).orElseThrow();
    }
}
