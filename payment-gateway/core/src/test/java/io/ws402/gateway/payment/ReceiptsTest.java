package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.KeyFile;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.receipt.ReceiptSigner;
import io.ws402.gateway.receipt.Receipts;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.ReceiptOutcome;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.receipt.Receipt;
import io.ws402.protocol.receipt.ReceiptKeys;
import io.ws402.protocol.receipt.ReceiptReading;
import io.ws402.protocol.receipt.ReceiptVerifier;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the receipts of sessions say: all of it adds up, whatever became of the money, and a final one stays as it is. */
@ExtendWith(DatabaseExtension.class)
final class ReceiptsTest {
    private static final int FEE_BASIS_POINTS = 250;

    private final Database database;
    private final PaymentBench bench;
    private final SettlementService settlements;
    private final ReceiptSigner signer;
    private final Receipts receipts;
    private Quote first;
    private SessionGrant session;

    ReceiptsTest(Vertx vertx, Database database) {
        this.database = database;
        this.bench = new PaymentBench(vertx, database);
        this.settlements = new SettlementService(
                database, new Ledger(), new Outbox(), bench.identifiers, LeasePolicy.DEFAULT, () -> {});
        this.signer = new ReceiptSigner(vertx, KeyFile.ephemeral());
        this.receipts = new Receipts(database, Optional.of(signer));
    }

    @BeforeEach
    void begin() {
        bench.sql(
                "UPDATE merchants SET fee_basis_points = $2 WHERE id = $1",
                bench.caller.merchantId(),
                FEE_BASIS_POINTS);
        begin(true);
    }

    private void begin(boolean isFinal) {
        first = bench.quote(bench.byAmount, 6000);
        session = bench.accepted(arrives(first, isFinal), bench.session());
    }

    private PaymentProof arrives(Quote quote, boolean isFinal) {
        String txHash = "0x" + UUID.randomUUID();
        bench.byAmount.show(txHash, new Observation.Paid(bench.byAmount.deposit(txHash, quote.price(), isFinal)));
        return PaymentBench.proof(bench.byAmount, quote, txHash);
    }

    /** In tokens, of which two are worth a coin. */
    private Quote toppedUp(long tokens, boolean isFinal) {
        QuoteRequest request = new QuoteRequest(
                PaymentBench.RESOURCE,
                units(tokens),
                30,
                PricePlan.perSecond(BigInteger.ONE, 1),
                bench.byAmount.describe().id(),
                FakeRail.TOKEN.id().value(),
                null);
        TopUp held = new TopUp(session.paymentId(), session.leaseEpoch(), units(tokens / 2));
        Quote quote = assertInstanceOf(
                        QuoteOutcome.Quoted.class, Await.of(bench.service.quoteTopUp(bench.caller, held, request)))
                .quote();
        assertInstanceOf(
                TopUpOutcome.Added.class, Await.of(bench.service.topUp(bench.caller, held, arrives(quote, isFinal))));
        return quote;
    }

    private void settle(BigInteger consumed) {
        MeterReport report =
                new MeterReport(session.paymentId(), session.leaseEpoch(), 99, new Reading(1234, 5, 6), consumed);
        assertInstanceOf(
                SettleOutcome.Settled.class, Await.of(settlements.settle(bench.caller, report, "client_ended")));
    }

    /** As the rail says it at last, with a transaction for each. */
    private void refundsAre(String state) {
        bench.sql(
                "UPDATE refunds SET state = $2, done_at = now(), tx_id = '0x' || id WHERE payment_id = $1 AND state = 'planned'",
                session.paymentId(),
                state);
    }

    private void undone(Quote quote) {
        String txHash = bench.value(
                "SELECT tx_id FROM deposits WHERE asset = $1 AND payment_id = $2",
                quote.price().asset().id().value(),
                session.paymentId());
        bench.byAmount.finality(txHash, new Finality.Gone("reorganised"));
        DepositWatcher watcher = new DepositWatcher(database, settlements, bench.methods, new SimpleMeterRegistry());
        while (Await.of(watcher.pass())) {
            // There is more.
        }
    }

    private String issued() {
        return assertInstanceOf(
                        ReceiptOutcome.Issued.class, Await.of(receipts.issue(bench.caller, session.sessionId())))
                .signed();
    }

    /** Checked with the public keys, as anybody would: it adds up, else it would be refused. */
    private Receipt receipt() {
        ReceiptReading reading = ReceiptVerifier.verify(issued(), ReceiptKeys.of(receipts.jwks()));
        return assertInstanceOf(ReceiptReading.Verified.class, reading).receipt();
    }

    private String refused(Receipts from, Caller caller, String sessionId) {
        return assertInstanceOf(ReceiptOutcome.Refused.class, Await.of(from.issue(caller, sessionId)))
                .code();
    }

    private static BigInteger units(long value) {
        return BigInteger.valueOf(value);
    }

    private static Money coins(BigInteger units) {
        return new Money(FakeRail.COIN, units);
    }

    private static BigInteger fee(BigInteger captured) {
        return captured.multiply(units(FEE_BASIS_POINTS)).divide(units(10_000));
    }

    @Test
    void isProvisionalWhileTheSessionRuns() {
        bench.sql("UPDATE sessions SET consumed = 100 WHERE payment_id = $1", session.paymentId());
        Receipt receipt = receipt();
        assertFalse(receipt.isFinal());
        assertEquals("held", receipt.state());
        assertEquals(coins(units(100)), receipt.sums().consumed());
        assertEquals(first.price(), receipt.sums().paid());
        assertNull(receipt.endedAt());
        assertNull(receipt.deposits().getFirst().refund());
    }

    @Test
    void saysWhatWasPaidCapturedAndSentBackInEachAsset() {
        Quote second = toppedUp(4000, true);
        BigInteger worth = second.price().units().divide(units(2));
        BigInteger coins = first.price().units();
        settle(coins.add(units(500)));
        refundsAre("confirmed");

        Receipt receipt = receipt();
        assertTrue(receipt.isFinal());
        assertEquals(session.paymentId(), receipt.paymentId());
        assertEquals(bench.caller.merchantId(), receipt.merchantId());
        assertEquals("client_ended", receipt.endReason());
        assertEquals(new Reading(1234, 5, 6), receipt.reading());
        assertEquals(session.plan(), receipt.plan());
        assertEquals(coins(coins.add(worth)), receipt.sums().paid());
        assertEquals(coins(worth.subtract(units(500))), receipt.sums().refunded());
        assertEquals(2, receipt.deposits().size());
        Receipt.Deposit coinDeposit = receipt.deposits().getFirst();
        assertEquals(first.price(), coinDeposit.captured());
        assertNull(coinDeposit.refund());
        assertNotNull(coinDeposit.txHash());
        Receipt.Deposit tokens = receipt.deposits().getLast();
        assertEquals(second.price(), tokens.amount());
        BigInteger captured = second.price().units().multiply(units(500)).divide(worth);
        assertEquals(new Money(FakeRail.TOKEN, captured), tokens.captured());
        Receipt.Refund refund = tokens.refund();
        assertNotNull(refund);
        assertEquals("confirmed", refund.state());
        assertEquals("0x" + refund.refundId(), refund.txHash());
        assertEquals(tokens.payer(), refund.recipient());
        assertEquals(
                List.of(coins(fee(coins)), new Money(FakeRail.TOKEN, fee(captured))),
                receipt.fees().stream()
                        .sorted((a, b) -> b.units().compareTo(a.units()))
                        .toList());
    }

    @Test
    void becomesFinalOnceEveryRefundRestsAndNoDepositCanBeUndone() {
        begin(false);
        settle(units(100));
        assertFalse(receipt().isFinal(), "its refund is planned");
        refundsAre("confirmed");
        assertFalse(receipt().isFinal(), "its deposit can still be undone");
        bench.sql("UPDATE deposits SET final_at = now() WHERE payment_id = $1", session.paymentId());
        assertTrue(receipt().isFinal());
    }

    @Test
    void waitsForTheOperatorsWord() {
        settle(units(100));
        bench.sql("UPDATE refunds SET state = 'awaiting_operator' WHERE payment_id = $1", session.paymentId());
        assertFalse(receipt().isFinal());
    }

    @Test
    void isTheSameTextForGoodOnceItIsFinal() {
        settle(units(100));
        refundsAre("credited");
        String once = issued();
        bench.sql(
                "UPDATE refunds SET paid_out_by = (SELECT min(id) FROM refunds WHERE payment_id = $1) WHERE payment_id = $1",
                session.paymentId());
        assertEquals(once, issued());
    }

    @Test
    void saysTheSameUnderAnotherKey(Vertx vertx) {
        settle(units(100));
        refundsAre("confirmed");
        Receipts rotated = new Receipts(database, Optional.of(new ReceiptSigner(vertx, KeyFile.ephemeral())));
        String other = assertInstanceOf(
                        ReceiptOutcome.Issued.class, Await.of(rotated.issue(bench.caller, session.sessionId())))
                .signed();
        assertNotEquals(issued(), other);
        assertEquals(issued().split("\\.", -1)[1], other.split("\\.", -1)[1]);
    }

    @Test
    void tellsTheLossOfAnUndoneDeposit() {
        Quote second = toppedUp(4000, false);
        BigInteger worth = second.price().units().divide(units(2));
        BigInteger coins = first.price().units();
        settle(coins.add(units(1000)));
        undone(second);

        Receipt receipt = receipt();
        assertTrue(receipt.isFinal());
        assertEquals(coins(worth), receipt.sums().undone());
        assertEquals(coins(units(1000)), receipt.sums().lost());
        assertEquals(coins(BigInteger.ZERO), receipt.sums().refunded());
        Receipt.Deposit undone = receipt.deposits().getLast();
        assertTrue(undone.isUndone());
        assertEquals(BigInteger.ZERO, undone.captured().units());
        assertEquals(
                "void", assertInstanceOf(Receipt.Refund.class, undone.refund()).state());
        assertEquals(List.of(coins(fee(coins))), receipt.fees());
    }

    @Test
    void tellsTheLossWhereNothingIsLeft() {
        begin(false);
        bench.sql("UPDATE sessions SET consumed = 700 WHERE payment_id = $1", session.paymentId());
        undone(first);
        Receipt receipt = receipt();
        assertEquals("reversed", receipt.state());
        assertTrue(receipt.isFinal());
        assertEquals(coins(units(700)), receipt.sums().lost());
        assertEquals(first.price(), receipt.sums().undone());
        assertEquals(List.of(), receipt.fees());
    }

    @Test
    void leavesOutWhatNeverBelongedToTheSession() {
        settle(first.price().units());
        bench.sql("""
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key, payer, recipient,
                    amount, state, tx_id, evidence, final_at)
                SELECT $2, payment_id, -1, merchant_id, method, asset, $2, payer, recipient, 7, 'settled', $2, '{}', NULL
                FROM deposits WHERE payment_id = $1""", session.paymentId(), bench.identifiers.next("dep"));
        Receipt receipt = receipt();
        assertEquals(1, receipt.deposits().size());
        assertTrue(receipt.isFinal());
    }

    @Test
    void isGivenToItsMerchantAlone() {
        assertEquals("unknown_session", refused(receipts, bench.newCaller(), session.sessionId()));
        assertEquals("unknown_session", refused(receipts, bench.caller, "ses_nobody"));
    }

    @Test
    void isNotOfferedWithoutAKey() {
        Receipts without = new Receipts(database, Optional.empty());
        assertEquals("receipts_not_offered", refused(without, bench.caller, session.sessionId()));
        assertTrue(without.jwks().getJsonArray("keys").isEmpty());
    }

    @Test
    void isRefusedWhereItWouldBeLongerThanAReceiptMayBe() {
        bench.sql("""
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key, payer, recipient,
                    amount, state, tx_id, evidence, final_at)
                SELECT payment_id || '_' || i, payment_id, i, merchant_id, method, asset, payment_id || '_' || i, payer, recipient,
                    7, 'held', repeat('x', 64), '{}', now()
                FROM deposits, generate_series(1, 1500) i WHERE payment_id = $1 AND position = 0""", session.paymentId());
        assertEquals("receipt_too_large", refused(receipts, bench.caller, session.sessionId()));
    }
}
