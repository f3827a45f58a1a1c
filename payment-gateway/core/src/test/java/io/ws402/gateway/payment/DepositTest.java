package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of money after it has arrived: final, undone, or sent straight back. */
@ExtendWith(DatabaseExtension.class)
final class DepositTest {
    private final PaymentBench bench;
    private final Database database;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SettlementService settlements;
    private final DepositWatcher watcher;

    DepositTest(Vertx vertx, Database database) {
        this.bench = new PaymentBench(vertx, database);
        this.database = database;
        this.settlements = new SettlementService(
                database, new Ledger(), new Outbox(), bench.identifiers, LeasePolicy.DEFAULT, () -> {});
        this.watcher = new DepositWatcher(database, settlements, bench.methods, meters);
    }

    @AfterEach
    void theLawHolds() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    private String held(Quote quote) {
        String txHash = "0x" + UUID.randomUUID();
        bench.byAmount.show(txHash, new Observation.Paid(bench.byAmount.deposit(txHash, quote.price(), false)));
        bench.accepted(PaymentBench.proof(bench.byAmount, quote, txHash), bench.session());
        return txHash;
    }

    private void watch() {
        while (Await.of(watcher.pass())) {
            // There is more.
        }
    }

    private String deposit(String column, String txHash) {
        return bench.value("SELECT " + column + "::text FROM deposits WHERE tx_id = $1", txHash);
    }

    @Test
    void becomesFinalOnceTheRailSaysSo() {
        String txHash = held(bench.quote(bench.byAmount, 6000));
        watch();
        assertEquals("null", deposit("final_at", txHash));
        bench.byAmount.finality(txHash, new Finality.Final());
        watch();
        assertEquals("true", bench.value("SELECT final_at IS NOT NULL FROM deposits WHERE tx_id = $1", txHash));
    }

    @Test
    void reversesPaymentSessionAndBooksWhenTheRailUndoesAHeldDeposit() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        String txHash = held(quote);
        bench.byAmount.finality(txHash, new Finality.Gone("reorganised"));
        watch();
        watch();
        assertEquals("reversed", deposit("state", txHash));
        assertEquals("reversed", bench.value("SELECT state FROM payments WHERE id = $1", quote.paymentId()));
        assertEquals(
                "ended payment_reversed",
                bench.value(
                        "SELECT state || ' ' || end_reason FROM sessions WHERE payment_id = $1", quote.paymentId()));
        assertEquals(1, meters.counter("ws402.gateway.deposits.reversed").count());
        assertEquals(
                "payment_reversed", bench.rejected(PaymentBench.proof(bench.byAmount, quote, txHash), bench.session()));
    }

    @Test
    void voidsTheRefundOfWhatIsUndoneBeforeItWentBack() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        String late = "0x" + UUID.randomUUID();
        Money other = new Money(FakeRail.COIN, BigInteger.valueOf(77));
        bench.byAmount.show(late, new Observation.Paid(bench.byAmount.deposit(late, other, false)));
        assertEquals(
                "amount_mismatch", bench.rejected(PaymentBench.proof(bench.byAmount, quote, late), bench.session()));
        bench.byAmount.finality(late, new Finality.Gone("reorganised"));
        watch();
        watch();
        assertEquals("reversed", deposit("state", late));
        assertEquals("void", bench.value("SELECT state FROM refunds WHERE payment_id = $1", quote.paymentId()));
        assertEquals("quoted", bench.value("SELECT state FROM payments WHERE id = $1", quote.paymentId()));
        assertEquals(1, meters.counter("ws402.gateway.deposits.lost").count());
    }

    @Test
    void takesBackWhatTheMerchantEarnedOfADepositThatIsUndoneAfterItsSessionEnded() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        String txHash = "0x" + UUID.randomUUID();
        bench.byAmount.show(txHash, new Observation.Paid(bench.byAmount.deposit(txHash, quote.price(), false)));
        SessionGrant session = bench.accepted(PaymentBench.proof(bench.byAmount, quote, txHash), bench.session());
        bench.sql("UPDATE merchants SET fee_basis_points = 250 WHERE id = $1", bench.caller.merchantId());
        MeterReport report =
                new MeterReport(session.paymentId(), 1, 1, new Reading(1000, 0, 0), BigInteger.valueOf(999));
        Await.of(settlements.settle(bench.caller, report, "client_end"));
        bench.byAmount.finality(txHash, new Finality.Gone("reorganised"));
        watch();
        watch();
        assertEquals("reversed 999", deposit("state || ' ' || captured", txHash));
        assertEquals("void", bench.value("SELECT state FROM refunds WHERE payment_id = $1", quote.paymentId()));
        assertEquals(
                "0",
                bench.value(
                        "SELECT coalesce(sum(amount), 0) FROM entries WHERE account IN ('merchant', 'fees') AND owner = $1",
                        bench.caller.merchantId()));
        assertEquals(1, meters.counter("ws402.gateway.deposits.lost").count());
    }

    @Test
    void givesAnotherAmountBackAndStillWaitsForTheRightOne() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        String txHash = "0x" + UUID.randomUUID();
        bench.byAmount.pay(txHash, new Money(FakeRail.COIN, BigInteger.valueOf(123_456)));
        PaymentProof wrong = PaymentBench.proof(bench.byAmount, quote, txHash);
        assertEquals("amount_mismatch", bench.rejected(wrong, bench.session()));
        assertEquals("amount_mismatch", bench.rejected(wrong, bench.session()));
        assertEquals(
                "planned 123456 " + FakeRail.PAYER,
                bench.value(
                        "SELECT state || ' ' || amount || ' ' || recipient FROM refunds WHERE payment_id = $1",
                        quote.paymentId()));
        bench.accepted(bench.paid(bench.byAmount, quote), bench.session());
    }

    @Test
    void givesBackWhatCameTooLate() {
        Quote quote = bench.quote(bench.byReference, 9_123_457);
        String txHash = "0x" + UUID.randomUUID();
        bench.byReference.show(
                txHash,
                new Observation.Refused(
                        "late_payment", "Too late.", bench.byReference.deposit(txHash, quote.price(), true)));
        assertEquals(
                "late_payment", bench.rejected(PaymentBench.proof(bench.byReference, quote, txHash), bench.session()));
        assertEquals("-1", deposit("position", txHash));
        assertEquals(
                "late_payment", bench.value("SELECT reason FROM refunds WHERE payment_id = $1", quote.paymentId()));
    }

    @Test
    void neverGivesBackWhatPaysSomebodyElsesQuote() {
        Quote mine = bench.quote(bench.byAmount, 6000);
        Quote theirs = bench.quote(bench.byAmount, 6000);
        PaymentProof paid = bench.paid(bench.byAmount, theirs);
        PaymentProof stolen =
                PaymentBench.proof(bench.byAmount, mine, paid.text("txHash").orElseThrow());
        assertEquals("amount_mismatch", bench.rejected(stolen, bench.session()));
        bench.accepted(paid, bench.session());
    }
}
