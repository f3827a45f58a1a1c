package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.refund.CreditPayouts;
import io.ws402.gateway.refund.RefundDesk;
import io.ws402.gateway.refund.RefundPolicy;
import io.ws402.gateway.refund.RefundRuling;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;

/** Payers who have credit, by sessions whose rest was not sent. */
final class CreditBench {
    final PaymentBench payments;
    final SettlementService settlements;
    private final Database database;

    CreditBench(Vertx vertx, Database database) {
        this.database = database;
        this.payments = new PaymentBench(vertx, database);
        this.settlements = new SettlementService(
                database, new Ledger(), new Outbox(), payments.identifiers, LeasePolicy.DEFAULT, () -> {});
    }

    /** A session of a new payment. */
    SessionGrant session() {
        return payments.accepted(
                payments.paid(payments.byAmount, payments.quote(payments.byAmount, 6000)), payments.session());
    }

    /** Ends a session with this much left over. */
    Settlement settle(SessionGrant session, long left) {
        BigInteger consumed = session.balance().units().subtract(BigInteger.valueOf(left));
        MeterReport report =
                new MeterReport(session.paymentId(), session.leaseEpoch(), 99, new Reading(1, 0, 0), consumed);
        return assertInstanceOf(
                        SettleOutcome.Settled.class,
                        Await.of(settlements.settle(payments.caller, report, "client_ended")))
                .settlement();
    }

    /** Credit of this much; the refund that became it. */
    String credited(long left) {
        return credited(settle(session(), left).refunds().getLast().refundId());
    }

    /** Makes a planned refund credit. */
    String credited(String refundId) {
        payments.sql("UPDATE refunds SET state = 'awaiting_operator' WHERE id = $1", refundId);
        RefundDesk desk = new RefundDesk(database, new Ledger(), new Outbox());
        assertEquals(
                new RefundRuling.Done("credited"), Await.of(desk.credit(new Decision("ann", "too little"), refundId)));
        return refundId;
    }

    /** A gateway's payouts, whose rail answers so. */
    CreditPayouts payouts(Database connections, Function<RefundOrder, RefundPlan> plans) {
        return new CreditPayouts(
                connections,
                method -> Optional.of(new PlanningRail(plans)),
                RefundPolicy.DEFAULT,
                payments.identifiers,
                () -> {});
    }

    /** What is kept for the payer, by the ledger. */
    String kept() {
        return payments.value("""
                SELECT coalesce(-sum(e.amount), 0) FROM entries e JOIN journals j ON j.id = e.journal_id
                    JOIN payments p ON p.id = j.payment_id
                WHERE e.account = 'payer_credit' AND p.merchant_id = $1""", payments.caller.merchantId());
    }

    /** What has taken a refund up: {@code paid out}, {@code applied} or {@code nothing}. */
    String takenBy(String refundId) {
        return payments.value("""
                SELECT CASE WHEN paid_out_by IS NOT NULL THEN 'paid out' WHEN applied_to IS NOT NULL THEN 'applied'
                    ELSE 'nothing' END FROM refunds WHERE id = $1""", refundId);
    }

    void assertTheLawHolds() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }
}
