package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SessionStatus;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class SettlementTest {
    private final SessionBench bench;

    SettlementTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void capturesWhatWasConsumedAndPlansTheRefundOfTheRest() {
        SessionGrant session = bench.session(1000);
        Settlement settlement = settled(settle(report(session, 1, 290)));
        assertEquals(units(1000), settlement.paid().units());
        assertEquals(units(290), settlement.consumed().units());
        assertEquals(units(7), settlement.fee().units()); // 2.5 % of 290, rounded down
        assertEquals(units(710), settlement.refunds().getFirst().amount().units());
        assertEquals("planned", settlement.refunds().getFirst().state());
        assertEquals(
                session.payer(),
                "ws402:internal:" + settlement.refunds().getFirst().recipient());
        assertEquals("settled", bench.value("SELECT state FROM payments WHERE id = $1", session.paymentId()));
    }

    @Test
    void refundsAllOfASessionThatConsumedNothingAndNothingOfOneThatConsumedAll() {
        assertEquals(
                units(1000),
                settled(settle(report(bench.session(1000), 1, 0)))
                        .refunds()
                        .getFirst()
                        .amount()
                        .units());
        Settlement all = settled(settle(report(bench.session(1000), 1, 1000)));
        assertEquals(List.of(), all.refunds());
        assertEquals(all.paid(), all.consumed());
    }

    @Test
    void answersARepeatedSettleWithTheFirstAnswerWhateverItsFigure() {
        SessionGrant session = bench.session(1000);
        Settlement first = settled(settle(report(session, 1, 290)));
        assertEquals(first, settled(settle(report(session, 1, 290))));
        assertEquals(first, settled(settle(report(session, 9, 999))));
        assertEquals(first, settled(settle(report(session, 1, 5000))));
        bench.sql("UPDATE merchants SET fee_basis_points = 9999 WHERE id = $1", bench.caller.merchantId());
        assertEquals(first, settled(settle(report(session, 1, 290))));
    }

    @Test
    void keepsThePaymentFromForeignKeys() {
        SessionGrant session = bench.session(1000);
        Caller otherMerchant = bench.newCaller();
        Caller otherServer = bench.newKey(bench.caller.merchantId());
        assertRefused("unknown_payment", settle(otherMerchant, report(session, 1, 290)));
        assertRefused("unknown_payment", settle(otherServer, report(session, 1, 290)));
        settled(settle(report(session, 1, 290)));
        assertRefused("unknown_payment", settle(otherMerchant, report(session, 1, 290)));
        assertRefused("unknown_payment", settle(otherServer, report(session, 1, 290)));
    }

    @Test
    void letsTheFinalReadingCountAfterTheLeaseRanOutButNotBelowTheLastCheckpoint() {
        SessionGrant session = bench.session(1000);
        Await.of(bench.leases.checkpoint(bench.caller, SessionBench.SERVER, List.of(report(session, 5, 400))));
        bench.abandon(session);
        assertRefused("amount_mismatch", settle(report(session, 6, 399)));
        assertRefused("amount_mismatch", settle(report(session, 6, 1001)));
        assertEquals(
                units(450), settled(settle(report(session, 6, 450))).consumed().units());
    }

    @Test
    void fencesAHolderWhoseSessionWasTakenUpUntilItIsSettled() {
        SessionGrant session = bench.session(1000);
        bench.sql("UPDATE sessions SET lease_epoch = 2 WHERE payment_id = $1", session.paymentId());
        assertRefused("lease_lost", settle(report(session, 1, 290)));
        MeterReport current = new MeterReport(
                session.paymentId(), 2, 1, report(session, 1, 100).reading(), units(100));
        Settlement first = settled(settle(current));
        assertEquals(first, settled(settle(report(session, 1, 290))));
    }

    @Test
    void refusesWhatIsNotHeld() {
        String quoted = bench.quote(500).paymentId();
        MeterReport unpaid =
                new MeterReport(quoted, 1, 1, report(bench.session(1), 1, 1).reading(), units(1));
        assertRefused("not_held", settle(unpaid));
        MeterReport unknown = new MeterReport("pay_never", 1, 1, unpaid.reading(), units(1));
        assertRefused("unknown_payment", settle(unknown));
    }

    @Test
    void dividesOverTheDepositsInTheOrderInWhichTheyCame() {
        SessionGrant session = bench.session(1000);
        bench.topUp(session, 500);
        Settlement settlement = settled(settle(report(session, 1, 1100)));
        assertEquals(units(1500), settlement.paid().units());
        assertEquals(1, settlement.refunds().size());
        assertEquals(units(400), settlement.refunds().getFirst().amount().units());
        assertEquals(
                "1000,100",
                bench.value(
                        "SELECT string_agg(captured::text, ',' ORDER BY position) FROM deposits WHERE payment_id = $1",
                        session.paymentId()));
    }

    @Test
    void refundsEachDepositThatWasNotUsedUp() {
        SessionGrant session = bench.session(1000);
        bench.topUp(session, 500);
        Settlement settlement = settled(settle(report(session, 1, 10)));
        assertEquals(
                List.of(units(990), units(500)),
                settlement.refunds().stream()
                        .map(refund -> refund.amount().units())
                        .toList());
    }

    @Test
    void showsASessionWhileItRunsAndAfterItEnded() {
        SessionGrant session = bench.session(1000);
        SessionStatus live = status(session);
        assertEquals("held", live.state());
        assertEquals(List.of(), live.refunds());
        Settlement settlement = settled(settle(report(session, 1, 290)));
        SessionStatus over = status(session);
        assertEquals("settled", over.state());
        assertEquals("client_end", over.endReason());
        assertEquals(settlement.refunds(), over.refunds());
        assertEquals(report(session, 1, 290).reading(), over.reading());
        assertTrue(Await.of(bench.queries.status(bench.newCaller(), session.sessionId()))
                .isEmpty());
    }

    private SessionStatus status(SessionGrant session) {
        return Await.of(bench.queries.status(bench.caller, session.sessionId())).orElseThrow();
    }

    private SettleOutcome settle(MeterReport report) {
        return settle(bench.caller, report);
    }

    private SettleOutcome settle(Caller caller, MeterReport report) {
        return Await.of(bench.settlements.settle(caller, report, "client_end"));
    }

    private static Settlement settled(SettleOutcome outcome) {
        return assertInstanceOf(SettleOutcome.Settled.class, outcome).settlement();
    }

    private static void assertRefused(String code, SettleOutcome outcome) {
        assertEquals(
                code, assertInstanceOf(SettleOutcome.Refused.class, outcome).code());
    }

    private static BigInteger units(long value) {
        return BigInteger.valueOf(value);
    }
}
