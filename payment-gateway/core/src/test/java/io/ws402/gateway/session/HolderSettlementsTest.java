package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first settle goes alone; all that are asked for while it is under way are one transaction. */
@ExtendWith(DatabaseExtension.class)
final class HolderSettlementsTest {
    private final SessionBench bench;

    HolderSettlementsTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void settlesEachByItsOwnFigureAndWritesEachDownOnce() {
        List<SessionGrant> sessions = sessions(20);
        List<Future<SettleOutcome>> asked = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            asked.add(settle(report(sessions.get(i), 1, 50L * i)));
        }
        for (int i = 0; i < sessions.size(); i++) {
            Settlement settlement = settled(asked.get(i));
            assertEquals(BigInteger.valueOf(50L * i), settlement.consumed().units());
            assertEquals(
                    BigInteger.valueOf(1000 - 50L * i),
                    settlement.refunds().getFirst().amount().units());
            String payment = sessions.get(i).paymentId();
            assertEquals("1", count("journals WHERE kind = 'settle' AND subject = $1", payment));
            assertEquals("1", count("outbox WHERE topic = 'payment.settled' AND subject = $1", payment));
            assertEquals("1", count("refunds WHERE payment_id = $1", payment));
        }
    }

    @Test
    void refusesWhatCanNotBeAndSettlesTheOthers() {
        List<SessionGrant> sessions = sessions(4);
        Caller otherMerchant = bench.newCaller();
        Future<SettleOutcome> first = settle(report(sessions.get(0), 1, 1));
        Future<SettleOutcome> tooMuch = settle(report(sessions.get(1), 1, 1001));
        Future<SettleOutcome> foreign =
                bench.settlements.settle(otherMerchant, report(sessions.get(2), 1, 2), "client_end");
        MeterReport reading = report(sessions.get(3), 1, 3);
        Future<SettleOutcome> unknown = settle(new MeterReport("pay_never", 1, 1, reading.reading(), BigInteger.ONE));
        Future<SettleOutcome> last = settle(reading);
        settled(first);
        assertEquals("amount_mismatch", refused(tooMuch));
        assertEquals("unknown_payment", refused(foreign));
        assertEquals("unknown_payment", refused(unknown));
        assertEquals(BigInteger.valueOf(3), settled(last).consumed().units());
        assertEquals("open", bench.value("SELECT state FROM sessions WHERE payment_id = $1", paymentId(sessions, 1)));
        assertEquals("open", bench.value("SELECT state FROM sessions WHERE payment_id = $1", paymentId(sessions, 2)));
    }

    @Test
    void takesSeveralReadingsOfOnePaymentOneAfterTheOther() {
        List<SessionGrant> sessions = sessions(2);
        Future<SettleOutcome> first = settle(report(sessions.get(0), 1, 1));
        Future<SettleOutcome> tooMuch = settle(report(sessions.get(1), 1, 1001));
        Future<SettleOutcome> counts = settle(report(sessions.get(1), 2, 300));
        Future<SettleOutcome> repeated = settle(report(sessions.get(1), 2, 300));
        Future<SettleOutcome> late = settle(report(sessions.get(1), 3, 10));
        settled(first);
        assertEquals("amount_mismatch", refused(tooMuch));
        assertEquals(BigInteger.valueOf(300), settled(counts).consumed().units());
        assertEquals(settled(counts), settled(repeated));
        assertEquals(settled(counts), settled(late));
    }

    @Test
    void isNotKeptFromTheOthersByOneThatIsAgainstTheBooks() {
        List<SessionGrant> sessions = sessions(4);
        bench.sql("UPDATE payments SET state = 'paid' WHERE id = $1", paymentId(sessions, 2));
        List<Future<SettleOutcome>> asked = sessions.stream()
                .map(session -> settle(report(session, 1, 100)))
                .toList();
        assertInstanceOf(IllegalStateException.class, Await.failureOf(asked.get(2)));
        for (int i : List.of(0, 1, 3)) {
            assertEquals(
                    BigInteger.valueOf(100), settled(asked.get(i)).consumed().units());
        }
        assertEquals("open", bench.value("SELECT state FROM sessions WHERE payment_id = $1", paymentId(sessions, 2)));
        bench.sql("UPDATE payments SET state = 'held' WHERE id = $1", paymentId(sessions, 2));
        settled(settle(report(sessions.get(2), 1, 100)));
    }

    private List<SessionGrant> sessions(int count) {
        List<SessionGrant> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(bench.session(1000));
        }
        return sessions;
    }

    private static String paymentId(List<SessionGrant> sessions, int index) {
        return sessions.get(index).paymentId();
    }

    private String count(String from, String paymentId) {
        return bench.value("SELECT count(*)::text FROM " + from, paymentId);
    }

    private Future<SettleOutcome> settle(MeterReport report) {
        return bench.settlements.settle(bench.caller, report, "client_end");
    }

    private static Settlement settled(Future<SettleOutcome> asked) {
        return assertInstanceOf(SettleOutcome.Settled.class, Await.of(asked)).settlement();
    }

    private static String refused(Future<SettleOutcome> asked) {
        return assertInstanceOf(SettleOutcome.Refused.class, Await.of(asked)).code();
    }
}
