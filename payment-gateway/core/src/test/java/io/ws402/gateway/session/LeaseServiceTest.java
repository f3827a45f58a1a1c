package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.SERVER;
import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.CheckpointOutcome.Over;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class LeaseServiceTest {
    private static final String UNTIL = "SELECT lease_until > now() FROM sessions WHERE payment_id = $1";
    private static final String CONSUMED = "SELECT consumed FROM sessions WHERE payment_id = $1";

    private final SessionBench bench;

    LeaseServiceTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
    }

    @Test
    void recordsTheReadingsOfAllSessionsOfAServerAndRenewsThem() {
        List<SessionGrant> sessions =
                IntStream.range(0, 5).mapToObj(i -> bench.session(1000)).toList();
        sessions.forEach(bench::lapse);
        List<MeterReport> reports =
                sessions.stream().map(session -> report(session, 1, 290)).toList();
        assertEquals(List.of(), over(reports));
        for (SessionGrant session : sessions) {
            assertEquals("290", bench.value(CONSUMED, session.paymentId()));
            assertEquals("true", bench.value(UNTIL, session.paymentId()));
        }
    }

    @Test
    void ignoresAReportThatIsNotNewer() {
        SessionGrant session = bench.session(1000);
        assertEquals(List.of(), over(List.of(report(session, 2, 200))));
        assertEquals(List.of(), over(List.of(report(session, 2, 300))));
        assertEquals(List.of(), over(List.of(report(session, 1, 100))));
        assertEquals("200", bench.value(CONSUMED, session.paymentId()));
    }

    @Test
    void takesTheNewestOfSeveralReportsOfOneSession() {
        SessionGrant session = bench.session(1000);
        assertEquals(
                List.of(), over(List.of(report(session, 2, 200), report(session, 3, 300), report(session, 1, 100))));
        assertEquals("300", bench.value(CONSUMED, session.paymentId()));
    }

    @Test
    void neverRecordsATotalThatFallsOrExceedsTheBalance() {
        SessionGrant session = bench.session(1000);
        over(List.of(report(session, 1, 500)));
        assertOver("amount_mismatch", session, report(session, 2, 499));
        assertOver("amount_mismatch", session, report(session, 3, 1001));
        assertEquals(List.of(), over(List.of(report(session, 4, 1000))));
        assertEquals("1000", bench.value(CONSUMED, session.paymentId()));
    }

    @Test
    void tellsAServerWhichSessionsItHoldsNoLonger() {
        SessionGrant unknown = bench.session(1000);
        Caller foreign = bench.newCaller();
        assertEquals(
                List.of(new Over(unknown.paymentId(), "unknown_payment")),
                over(foreign, SERVER, List.of(report(unknown, 1, 1))));
        assertEquals(
                List.of(new Over(unknown.paymentId(), "lease_lost")),
                over(bench.caller, "server-2", List.of(report(unknown, 1, 1))));

        SessionGrant settled = bench.session(1000);
        Await.of(bench.settlements.settle(bench.caller, report(settled, 1, 10), "client_end"));
        assertOver("session_over", settled, report(settled, 2, 20));

        SessionGrant reversed = bench.session(1000);
        bench.sql("UPDATE payments SET state = 'reversed' WHERE id = $1", reversed.paymentId());
        bench.sql("UPDATE sessions SET state = 'ended' WHERE payment_id = $1", reversed.paymentId());
        assertOver("payment_reversed", reversed, report(reversed, 2, 20));

        MeterReport never =
                new MeterReport("pay_never", 1, 1, report(settled, 1, 1).reading(), BigInteger.ONE);
        assertEquals(List.of(new Over("pay_never", "unknown_payment")), over(List.of(never)));
    }

    @Test
    void fencesTheFormerHolderOnceAnotherServerTookTheSessionUp() {
        SessionGrant first = bench.session(1000);
        over(List.of(report(first, 1, 100)));
        bench.lapse(first);
        bench.sql(
                "UPDATE sessions SET lease_epoch = lease_epoch + 1, server_id = 'server-2' WHERE payment_id = $1",
                first.paymentId());
        assertOver("lease_lost", first, report(first, 2, 200));
        assertEquals("100", bench.value(CONSUMED, first.paymentId()));
    }

    @Test
    void givesTheLeaseBackWithTheLastReadingHoweverOftenItIsAsked() {
        SessionGrant session = bench.session(1000);
        assertEquals(List.of(), release(report(session, 1, 70)));
        assertEquals("false", bench.value(UNTIL, session.paymentId()));
        assertEquals(List.of(), release(report(session, 1, 70)));
        assertEquals("70", bench.value(CONSUMED, session.paymentId()));
    }

    @Test
    void givesTheLeaseBackEvenWhenALaterCheckpointOvertookTheRelease() {
        SessionGrant session = bench.session(1000);
        over(List.of(report(session, 2, 80)));
        assertEquals(List.of(), release(report(session, 1, 70)));
        assertEquals("false", bench.value(UNTIL, session.paymentId()));
        assertEquals("80", bench.value(CONSUMED, session.paymentId()));
    }

    @Test
    void renewsNoHoldWithoutALease() {
        bench.hold(500);
        String paymentId = bench.value(
                "SELECT payment_id FROM sessions WHERE lease_until IS NULL AND api_key_id = $1",
                bench.caller.apiKeyId());
        MeterReport report = new MeterReport(paymentId, 1, 1, Reading.ZERO, BigInteger.ONE);
        assertEquals(1, over(List.of(report)).size());
        assertEquals("null", bench.value("SELECT lease_until FROM sessions WHERE payment_id = $1", paymentId));
    }

    @Test
    void refusesMoreSessionsThanOneStatementShouldCarry() {
        MeterReport report = report(bench.session(10), 1, 1);
        List<MeterReport> tooMany = Collections.nCopies(LeaseService.MOST_REPORTS + 1, report);
        Throwable refusal = Await.failureOf(bench.leases.checkpoint(bench.caller, SERVER, tooMany));
        assertInstanceOf(TooManySessionsException.class, refusal);
        assertTrue(refusal.toString().contains("50000"));
    }

    @Test
    void recordsNothingForNobody() {
        assertEquals(List.of(), over(List.of()));
    }

    @Test
    void recordsBatchesThatOverlapInAnyOrderAtOnce() {
        List<SessionGrant> sessions =
                IntStream.range(0, 20).mapToObj(i -> bench.session(1000)).toList();
        List<Future<CheckpointOutcome>> batches = new ArrayList<>();
        for (int round = 1; round <= 20; round++) {
            int sequence = round;
            List<MeterReport> reports = new ArrayList<>(sessions.stream()
                    .map(session -> report(session, sequence, sequence * 10L))
                    .toList());
            Collections.rotate(reports, round);
            batches.add(bench.leases.checkpoint(bench.caller, SERVER, reports));
        }
        for (CheckpointOutcome outcome : Await.all(batches)) {
            assertEquals(new CheckpointOutcome.Recorded(List.of()), outcome);
        }
        for (SessionGrant session : sessions) {
            assertEquals("200", bench.value(CONSUMED, session.paymentId()));
        }
    }

    private void assertOver(String code, SessionGrant session, MeterReport report) {
        assertEquals(List.of(new Over(session.paymentId(), code)), over(List.of(report)));
    }

    private List<Over> over(List<MeterReport> reports) {
        return over(bench.caller, SERVER, reports);
    }

    private List<Over> over(Caller caller, String serverId, List<MeterReport> reports) {
        return recorded(Await.of(bench.leases.checkpoint(caller, serverId, reports)));
    }

    private List<Over> release(MeterReport report) {
        return recorded(Await.of(bench.leases.release(bench.caller, SERVER, List.of(report))));
    }

    private static List<Over> recorded(CheckpointOutcome outcome) {
        return assertInstanceOf(CheckpointOutcome.Recorded.class, outcome).over();
    }
}
