package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.gateway.PaymentAnswer;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A payer's credit in the payer's next session. */
@ExtendWith(DatabaseExtension.class)
final class AppliedCreditTest {
    private final Database database;
    private final CreditBench bench;
    private final PaymentBench payments;

    AppliedCreditTest(Vertx vertx, Database database) {
        this.database = database;
        this.bench = new CreditBench(vertx, database);
        this.payments = bench.payments;
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    private static BigInteger units(long units) {
        return BigInteger.valueOf(units);
    }

    @Test
    void isAddedToTheNextSessionOnceAndToldAgainToTheSameClaim() {
        SessionGrant one = bench.session();
        SessionGrant other = bench.session();
        bench.credited(bench.settle(one, 3).refunds().getFirst().refundId());
        bench.credited(bench.settle(other, 4).refunds().getFirst().refundId());
        assertEquals("7", bench.kept());
        Quote quote = payments.quote(payments.byAmount, 6000);
        PaymentProof proof = payments.paid(payments.byAmount, quote);
        SessionClaim claim = payments.session();

        SessionGrant grant = payments.accepted(proof, claim);
        assertEquals(units(7), grant.credit().units());
        assertEquals(quote.price().units().add(units(7)), grant.balance().units());
        assertEquals("0", bench.kept());
        SessionGrant again = payments.accepted(proof, claim);
        assertEquals(grant.credit(), again.credit());
        assertEquals(grant.balance(), again.balance());

        SessionGrant next = bench.session();
        assertTrue(next.credit().isZero(), () -> "used twice: " + next.credit());
        assertEquals("7", payments.value("""
                SELECT payload->>'credit' FROM outbox WHERE topic = 'payment.held' AND subject = $1""", grant.paymentId()));
    }

    @Test
    void isUsedUpFirstSoThatWhatIsLeftIsOfTheNewMoney() {
        bench.credited(7);
        SessionGrant session = bench.session();
        BigInteger paid = session.balance().units().subtract(units(7));
        Settlement settlement = bench.settle(session, 6000);
        assertEquals(1, settlement.refunds().size());
        assertEquals(units(6000), settlement.refunds().getFirst().amount().units());
        assertEquals("7," + paid.subtract(units(6000)), payments.value("""
                        SELECT string_agg(captured::text, ',' ORDER BY from_credit DESC)
                        FROM deposits WHERE payment_id = $1""", session.paymentId()));
    }

    @Test
    void goesBackToItsPayerByARefundOfItsOwnWhereItIsNotUsedUp() {
        bench.credited(7);
        SessionGrant session = bench.session();
        Settlement settlement = bench.settle(session, session.balance().units().longValueExact() - 2);
        assertEquals(
                List.of(units(5), session.balance().units().subtract(units(7))),
                settlement.refunds().stream()
                        .map(refund -> refund.amount().units())
                        .toList());
        bench.credited(settlement.refunds().getFirst().refundId());
        assertEquals("5", bench.kept());
        assertEquals(units(5), bench.session().credit().units());
    }

    @Test
    void isAddedToAPaymentThatTheWatchOfTheWalletsEnteredFirst() {
        bench.credited(7);
        InboundWatcher watcher =
                new InboundWatcher(database, payments.methods, payments.identifiers, new SimpleMeterRegistry());
        Await.of(watcher.pass());
        Quote quote = payments.quote(payments.byAmount, 6000);
        String txHash = "0x" + UUID.randomUUID();
        ObservedDeposit deposit = payments.byAmount.deposit(txHash, quote.price(), true);
        payments.byAmount.show(txHash, new Observation.Paid(deposit));
        payments.byAmount.arrives(deposit, null);
        for (int i = 0; i < 10; i++) {
            Await.of(watcher.pass());
        }
        assertEquals("paid", payments.value("SELECT state FROM payments WHERE id = $1", quote.paymentId()));
        SessionGrant grant =
                payments.accepted(PaymentBench.proof(payments.byAmount, quote, txHash), payments.session());
        assertEquals(units(7), grant.credit().units());
        assertEquals(quote.price().units().add(units(7)), grant.balance().units());
    }

    @Test
    void staysWithItsPayerItsMerchantItsMethodAndItsAsset() {
        String refund = bench.credited(7);
        payments.sql("UPDATE refunds SET recipient = '0xsomebody' WHERE id = $1", refund);
        payments.sql(
                "UPDATE deposits d SET payer = '0xsomebody' FROM refunds r WHERE r.deposit_id = d.id AND r.id = $1",
                refund);
        assertTrue(bench.session().credit().isZero());
        payments.sql("UPDATE refunds SET recipient = $2 WHERE id = $1", refund, FakeRail.PAYER);
        assertTrue(payments.accepted(
                        payments.paid(payments.byReference, payments.quote(payments.byReference, 6000)),
                        payments.session())
                .credit()
                .isZero());
        assertEquals("nothing", bench.takenBy(refund));
        assertEquals(units(7), bench.session().credit().units());
    }

    @Test
    void isNotAddedWhereAServerReckonsWhatGoesBackFromWhatItSawArrive() {
        String refund = bench.credited(7);
        Quote quote = payments.quote(payments.byAmount, 6000);
        Verification held = Await.of(
                payments.service.verifyWithoutSession(payments.caller, payments.paid(payments.byAmount, quote), 1L));
        assertEquals(
                quote.price(),
                assertInstanceOf(Verification.Accepted.class, held).grant().balance());
        assertEquals("nothing", bench.takenBy(refund));
    }

    @Test
    void outlivesAReversalOfWhatItWasAddedTo() {
        String refund = bench.credited(7);
        Quote quote = payments.quote(payments.byAmount, 6000);
        String txHash = "0x" + UUID.randomUUID();
        payments.byAmount.show(txHash, new Observation.Paid(payments.byAmount.deposit(txHash, quote.price(), false)));
        SessionGrant session =
                payments.accepted(PaymentBench.proof(payments.byAmount, quote, txHash), payments.session());
        payments.sql("UPDATE sessions SET consumed = 2 WHERE payment_id = $1", session.paymentId());
        payments.byAmount.finality(txHash, new Finality.Gone("reorganised"));
        DepositWatcher watcher =
                new DepositWatcher(database, bench.settlements, payments.methods, new SimpleMeterRegistry());
        while (Await.of(watcher.pass())) {}
        assertEquals("reversed", payments.value("SELECT state FROM deposits WHERE tx_id = $1", txHash));
        assertEquals("applied", bench.takenBy(refund));
        assertEquals(
                "2 settled",
                payments.value(
                        "SELECT captured || ' ' || state FROM deposits WHERE payment_id = $1 AND from_credit",
                        session.paymentId()));
        assertEquals(
                "5 0xpayer planned",
                payments.value(
                        "SELECT amount || ' ' || recipient || ' ' || state FROM refunds WHERE payment_id = $1",
                        session.paymentId()));
    }

    @Test
    void leavesRoomForTopUps() {
        bench.credited(7);
        SessionGrant session = bench.session();
        TopUp held = new TopUp(session.paymentId(), session.leaseEpoch());
        QuoteOutcome outcome = Await.of(payments.service.quoteTopUp(
                payments.caller, held, PaymentBench.request(payments.byAmount, units(3000), null)));
        Quote quote = assertInstanceOf(QuoteOutcome.Quoted.class, outcome).quote();
        TopUpOutcome added =
                Await.of(payments.service.topUp(payments.caller, held, payments.paid(payments.byAmount, quote)));
        assertEquals(
                new TopUpOutcome.Added(
                        quote.price(), quote.price(), session.balance().plus(quote.price())),
                added);
    }

    @Test
    void isShownWhereItWentAndWhereItCameTo() {
        String refund = bench.credited(7);
        SessionGrant session = bench.session();
        String before = payments.value("SELECT payment_id FROM refunds WHERE id = $1", refund);
        PaymentQueries queries = new PaymentQueries(database);
        RefundStatus credited = Await.of(queries.byId(payments.caller, before))
                .orElseThrow()
                .refunds()
                .getFirst();
        assertEquals("credited " + session.paymentId(), credited.state() + ' ' + credited.usedBy());
        List<PaymentAnswer.Deposit> deposits = Await.of(queries.byId(payments.caller, session.paymentId()))
                .orElseThrow()
                .deposits();
        assertEquals(
                List.of(true, false),
                deposits.stream().map(PaymentAnswer.Deposit::fromCredit).toList());
        assertEquals(units(7), deposits.getFirst().amount().units());
    }
}
