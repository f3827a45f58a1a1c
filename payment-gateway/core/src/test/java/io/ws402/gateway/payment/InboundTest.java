package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.SessionClaim;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Money that reached the wallet without anybody showing its proof. */
@ExtendWith(DatabaseExtension.class)
final class InboundTest {
    private final PaymentBench bench;
    private final Database database;
    private final InboundWatcher watcher;
    private final AtomicInteger planned = new AtomicInteger();

    InboundTest(Vertx vertx, Database database) {
        this.bench = new PaymentBench(vertx, database);
        this.database = database;
        this.watcher = anotherWatcher();
        look(); // begins at the head
    }

    private InboundWatcher anotherWatcher() {
        return new InboundWatcher(database, bench.methods, bench.identifiers, new SimpleMeterRegistry());
    }

    @AfterEach
    void theLawHolds() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    private void look() {
        while (Await.of(watcher.pass())) {
            // There is more.
        }
    }

    private void refundAfter(Duration claimableFor) {
        UnclaimedRefunds refunds =
                new UnclaimedRefunds(database, claimableFor, bench.identifiers, planned::incrementAndGet);
        while (Await.of(refunds.pass())) {
            // There is more.
        }
    }

    /** A transfer that reaches the wallet; nobody shows its proof yet. */
    private ObservedDeposit arrives(Money amount) {
        String txHash = "0x" + UUID.randomUUID();
        ObservedDeposit deposit = bench.byAmount.deposit(txHash, amount, true);
        bench.byAmount.show(txHash, new Observation.Paid(deposit));
        bench.byAmount.arrives(deposit, null);
        return deposit;
    }

    private PaymentProof proof(Quote quote, ObservedDeposit deposit) {
        return PaymentBench.proof(bench.byAmount, quote, deposit.txId());
    }

    private String state(Quote quote) {
        return bench.value("SELECT state FROM payments WHERE id = $1", quote.paymentId());
    }

    private String refunds(Quote quote) {
        return bench.value(
                "SELECT coalesce(string_agg(amount || ' ' || recipient || ' ' || reason, ', '), 'none')"
                        + " FROM refunds WHERE payment_id = $1",
                quote.paymentId());
    }

    private String unattributed(ObservedDeposit deposit) {
        return bench.value(
                "SELECT coalesce(max(why), 'not listed') FROM unattributed_transfers WHERE settlement_key = $1",
                deposit.settlementKey());
    }

    private String trail(ObservedDeposit deposit) {
        return bench.value(
                "SELECT string_agg(operator || ' ' || action || ' ' || note, ', ') FROM operator_actions"
                        + " WHERE subject = $1",
                deposit.settlementKey());
    }

    @Test
    void marksPaidWhatPaysAQuoteAndLetsItsPayerClaimItLater() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(quote.price());
        look();
        assertEquals("paid", state(quote));
        SessionClaim session = bench.session();
        assertEquals(
                quote.price().units(),
                bench.accepted(proof(quote, deposit), session).balance().units());
        bench.accepted(proof(quote, deposit), session);
        assertEquals("already_claimed", bench.rejected(proof(quote, deposit), bench.session()));
        refundAfter(Duration.ZERO);
        assertEquals("none", refunds(quote));
    }

    @Test
    void refundsToItsPayerOnceWhatNobodyClaimedInTime() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(quote.price());
        look();
        refundAfter(Duration.ofHours(24));
        assertEquals("paid", state(quote));
        refundAfter(Duration.ZERO);
        refundAfter(Duration.ZERO);
        assertEquals("settled", state(quote));
        assertEquals(quote.price().units() + " " + FakeRail.PAYER + " unclaimed", refunds(quote));
        assertEquals("late_payment", bench.rejected(proof(quote, deposit), bench.session()));
        assertTrue(planned.get() > 0);
    }

    @Test
    void looksAgainAtNothingThatASessionHolds() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(quote.price());
        bench.accepted(proof(quote, deposit), bench.session());
        look();
        assertEquals("held", state(quote));
        assertEquals("none", refunds(quote));
        assertEquals("not listed", unattributed(deposit));
    }

    @Test
    void givesASecondTransferOfTheSameAmountBack() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit first = arrives(quote.price());
        arrives(quote.price());
        look();
        assertEquals("paid", state(quote));
        assertEquals(quote.price().units() + " " + FakeRail.PAYER + " paid_twice", refunds(quote));
        bench.accepted(proof(quote, first), bench.session());
    }

    @Test
    void marksAnExpiredQuotePaidWhenItsMoneyWasInTime() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(quote.price());
        bench.sql("UPDATE payments SET state = 'expired', expires_at = now() WHERE id = $1", quote.paymentId());
        look();
        assertEquals("paid", state(quote));
        bench.accepted(proof(quote, deposit), bench.session());
    }

    @Test
    void givesBackAtOnceWhatCameTooLate() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(quote.price());
        bench.byAmount.show(deposit.txId(), new Observation.Refused("late_payment", "Too late.", deposit));
        look();
        assertEquals("quoted", state(quote));
        assertEquals(quote.price().units() + " " + FakeRail.PAYER + " late_payment", refunds(quote));
    }

    @Test
    void givesBackEveryTransferOfATransactionThatCameTooLate() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(quote.price());
        bench.byAmount.show(deposit.txId(), new Observation.Refused("late_payment", "Too late.", deposit));
        ObservedDeposit second = new ObservedDeposit(
                deposit.settlementKey() + ":2",
                deposit.payer(),
                deposit.recipient(),
                deposit.amount(),
                deposit.txId(),
                deposit.evidence(),
                true);
        bench.byAmount.arrives(second, null);
        look();
        String back = quote.price().units() + " " + FakeRail.PAYER + " late_payment";
        assertEquals(back + ", " + back, refunds(quote));
    }

    @Test
    void listsForAnOperatorWhatNoQuoteExplainsAndLeavesItAlone() {
        ObservedDeposit deposit = arrives(new Money(FakeRail.COIN, BigInteger.valueOf(987_654_321)));
        look();
        look();
        assertEquals("no quote asks for this amount", unattributed(deposit));
        assertEquals(
                "0", bench.value("SELECT count(*) FROM deposits WHERE settlement_key = $1", deposit.settlementKey()));
    }

    @Test
    void entersWhatAnOperatorKeepsAsFloatOnceAndNeverAsAPayment() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(new Money(FakeRail.COIN, BigInteger.valueOf(424_242)));
        look();
        assertTrue(Await.of(desk().list(10_000)).stream()
                .anyMatch(each -> each.arrived().settlementKey().equals(deposit.settlementKey())));
        assertTrue(Await.of(desk().keepAsFloat(deposit.settlementKey(), because("top-up of the gas"))));
        assertFalse(Await.of(desk().keepAsFloat(deposit.settlementKey(), because("again"))));
        assertFalse(Await.of(desk().giveBack(deposit.settlementKey(), quote.paymentId(), because("after all"))));
        assertEquals("amount_mismatch", bench.rejected(proof(quote, deposit), bench.session()));
        assertEquals("none", refunds(quote));
        assertEquals("alice inbound.keep top-up of the gas", trail(deposit));
        assertEquals(
                "424242",
                bench.value(
                        "SELECT sum(e.amount) FROM journals j JOIN entries e ON e.journal_id = j.id"
                                + " WHERE j.subject = $1 AND e.account = 'chain'",
                        deposit.settlementKey()));
    }

    @Test
    void returnsToItsPayerWhatAnOperatorFindsThePaymentOf() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(new Money(FakeRail.COIN, BigInteger.valueOf(515_151)));
        look();
        assertFalse(Await.of(desk().giveBack(deposit.settlementKey(), "pay_unknown", because("a guess"))));
        assertTrue(Await.of(desk().giveBack(deposit.settlementKey(), quote.paymentId(), because("said the payer"))));
        assertFalse(Await.of(desk().giveBack(deposit.settlementKey(), quote.paymentId(), because("again"))));
        assertFalse(Await.of(desk().keepAsFloat(deposit.settlementKey(), because("too late"))));
        assertEquals("515151 " + FakeRail.PAYER + " operator", refunds(quote));
        assertEquals("alice inbound.return said the payer", trail(deposit));
    }

    /** The books would say that so much of the quoted asset had arrived. */
    @Test
    void listsWhatNamesAQuoteButIsOfAnotherAsset() {
        Quote quote = bench.quote(bench.byReference, 6000);
        ObservedDeposit deposit = bench.byReference.deposit(
                "0x" + UUID.randomUUID(),
                new Money(FakeRail.TOKEN, quote.price().units()),
                true);
        bench.byReference.show(deposit.txId(), new Observation.Paid(deposit));
        bench.byReference.arrives(deposit, quote.reference());
        look();
        assertEquals("quoted", state(quote));
        assertEquals("no quote asks for this amount", unattributed(deposit));
    }

    /** A refund is of its payment's asset: in the name of another one, something else would be sent. */
    @Test
    void returnsNothingInTheNameOfAPaymentInAnotherAsset() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(new Money(FakeRail.TOKEN, BigInteger.valueOf(717_171)));
        look();
        assertFalse(Await.of(desk().giveBack(deposit.settlementKey(), quote.paymentId(), because("said the payer"))));
        assertEquals("none", refunds(quote));
    }

    @Test
    void keepsNothingThatItsPayerPresentsAtTheSameMoment() {
        for (int round = 0; round < 10; round++) {
            Quote quote = bench.quote(bench.byAmount, 6000);
            ObservedDeposit deposit = arrives(new Money(FakeRail.COIN, BigInteger.valueOf(616_161)));
            look();
            Future<Boolean> kept = desk().keepAsFloat(deposit.settlementKey(), because("ours"));
            Await.of(Future.join(kept, bench.service.verify(bench.caller, proof(quote, deposit), bench.session())));
            assertEquals(kept.result(), refunds(quote).equals("none"));
        }
    }

    private static Decision because(String note) {
        return new Decision("alice", note);
    }

    private UnattributedTransfers desk() {
        return new UnattributedTransfers(database, new Ledger(), bench.identifiers);
    }

    @Test
    void findsAPaymentByTheReferenceThatTheTransferNames() {
        Quote quote = bench.quote(bench.byReference, 6000);
        String txHash = "0x" + UUID.randomUUID();
        ObservedDeposit deposit = bench.byReference.deposit(txHash, quote.price(), true);
        bench.byReference.show(txHash, new Observation.Paid(deposit));
        bench.byReference.arrives(deposit, quote.reference());
        look();
        assertEquals("paid", state(quote));
    }

    @Test
    void listsWhatPaidAQuoteThatIsForgottenWhileItIsLookedAt() {
        Quote late = bench.quote(bench.byAmount, 6000);
        ObservedDeposit tooLate = arrives(late.price());
        bench.byAmount.show(tooLate.txId(), new Observation.Refused("late_payment", "Too late.", tooLate));
        ObservedDeposit paying = arrives(bench.quote(bench.byAmount, 6000).price());
        bench.byAmount.meanwhile(payment -> database.pool()
                .preparedQuery("DELETE FROM payments WHERE id = $1")
                .execute(Tuple.of(payment.paymentId())));
        look();
        assertEquals("late_payment, but its quote is gone or another one asks for as much", unattributed(tooLate));
        assertEquals("paid_twice, but its quote is gone or another one asks for as much", unattributed(paying));
    }

    @Test
    void goesNoFurtherWhileTheRailDoesNotAnswer() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        ObservedDeposit deposit = arrives(quote.price());
        bench.byAmount.show(deposit.txId(), new Observation.Unavailable("no answer"));
        look();
        assertEquals("quoted", state(quote));
        bench.byAmount.show(deposit.txId(), new Observation.Paid(deposit));
        look();
        assertEquals("paid", state(quote));
    }

    @Test
    void entersATransferOnceWhoeverLooksOrClaimsAtTheSameMoment() {
        List<Quote> quotes = new ArrayList<>();
        List<ObservedDeposit> deposits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            quotes.add(bench.quote(bench.byAmount, 6000));
            deposits.add(arrives(quotes.getLast().price()));
        }
        List<Future<?>> atOnce = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            atOnce.add(watcher.pass());
            atOnce.add(anotherWatcher().pass());
            for (int i = 2 * round; i < 2 * round + 2; i++) {
                atOnce.add(bench.service.verify(bench.caller, proof(quotes.get(i), deposits.get(i)), bench.session()));
            }
        }
        Await.of(Future.join(atOnce));
        look();
        for (Quote quote : quotes) {
            assertEquals(
                    "1",
                    bench.value(
                            "SELECT count(*) FROM deposits WHERE payment_id = $1 AND position = 0", quote.paymentId()));
            assertEquals("held", state(quote));
            assertEquals("none", refunds(quote));
        }
    }

    @Test
    void eitherRefundsOrHoldsWhenAClaimComesAtTheLastMoment() {
        for (int round = 0; round < 10; round++) {
            Quote quote = bench.quote(bench.byAmount, 6000);
            ObservedDeposit deposit = arrives(quote.price());
            look();
            UnclaimedRefunds refunds =
                    new UnclaimedRefunds(database, Duration.ZERO, bench.identifiers, planned::incrementAndGet);
            Await.of(Future.join(
                    bench.service.verify(bench.caller, proof(quote, deposit), bench.session()), refunds.pass()));
            assertEquals(state(quote).equals("held"), refunds(quote).equals("none"));
        }
    }
}
