package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenKey;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.LeaseService;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.gateway.PaymentAnswer;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.TopUpOutcome;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Money that is added to a session while it runs, to the last unit. */
@ExtendWith({PostgresExtension.class, DatabaseExtension.class})
final class TopUpTest {
    private final Database database;
    private final PaymentBench bench;
    private final SettlementService settlements;
    private Quote first;
    private SessionClaim claim;
    private SessionGrant session;

    TopUpTest(Vertx vertx, Database database) {
        this.database = database;
        this.bench = new PaymentBench(vertx, database);
        this.settlements = settlements(database);
    }

    private SettlementService settlements(Database connections) {
        return new SettlementService(
                connections, new Ledger(), new Outbox(), bench.identifiers, LeasePolicy.DEFAULT, () -> {});
    }

    @BeforeEach
    void begin() {
        first = bench.quote(bench.byAmount, 6000);
        claim = bench.session();
        session = bench.accepted(bench.paid(bench.byAmount, first), claim);
    }

    @AfterEach
    void theLawHolds() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    private TopUp held() {
        return new TopUp(session.paymentId(), session.leaseEpoch());
    }

    private static QuoteRequest request(long amount, @Nullable String method, @Nullable String asset) {
        return new QuoteRequest(
                PaymentBench.RESOURCE,
                BigInteger.valueOf(amount),
                30,
                PricePlan.perSecond(BigInteger.ONE, 1),
                method,
                asset,
                null);
    }

    private QuoteOutcome asked(TopUp topUp, QuoteRequest request) {
        return Await.of(bench.service.quoteTopUp(bench.caller, topUp, request));
    }

    private Quote quoted(long amount) {
        return assertInstanceOf(QuoteOutcome.Quoted.class, asked(held(), request(amount, null, null)))
                .quote();
    }

    private String notQuoted(TopUp topUp, QuoteRequest request) {
        return assertInstanceOf(QuoteOutcome.Refused.class, asked(topUp, request))
                .code();
    }

    private TopUpOutcome topUp(PaymentProof proof) {
        return Await.of(bench.service.topUp(bench.caller, held(), proof));
    }

    private String rejected(PaymentProof proof) {
        return assertInstanceOf(TopUpOutcome.Rejected.class, topUp(proof)).code();
    }

    private BigInteger balanceAfter(PaymentProof proof) {
        return assertInstanceOf(TopUpOutcome.Added.class, topUp(proof))
                .balance()
                .units();
    }

    private Settlement settle(long consumed) {
        MeterReport report = new MeterReport(
                session.paymentId(), session.leaseEpoch(), 99, new Reading(1, 0, 0), BigInteger.valueOf(consumed));
        return assertInstanceOf(
                        SettleOutcome.Settled.class, Await.of(settlements.settle(bench.caller, report, "client_ended")))
                .settlement();
    }

    private BigInteger units(Quote... quotes) {
        BigInteger sum = BigInteger.ZERO;
        for (Quote quote : quotes) {
            sum = sum.add(quote.price().units());
        }
        return sum;
    }

    private String returned(Quote quote) {
        return bench.value(
                "SELECT coalesce(string_agg(r.reason || ' ' || r.amount || ' ' || r.recipient, ','), 'nothing') "
                        + "FROM refunds r WHERE r.payment_id = $1",
                quote.paymentId());
    }

    private String backWhole(Quote quote, String reason) {
        return reason + " " + quote.price().units() + " " + FakeRail.PAYER;
    }

    @Test
    void isConsumedAfterTheFirstDepositAndRefundedByItself() {
        Quote second = quoted(3000);
        assertEquals(units(first, second), balanceAfter(bench.paid(bench.byAmount, second)));
        BigInteger consumed = first.price().units().add(BigInteger.valueOf(1000));

        Settlement settlement = settle(consumed.longValueExact());

        assertEquals(consumed, settlement.consumed().units());
        assertEquals(units(first, second), settlement.paid().units());
        assertEquals(
                List.of(second.price().units().subtract(BigInteger.valueOf(1000))),
                settlement.refunds().stream()
                        .map(RefundStatus::amount)
                        .map(Money::units)
                        .toList());
    }

    @Test
    void refundsEachDepositWhenLittleWasUsed() {
        Quote second = quoted(3000);
        balanceAfter(bench.paid(bench.byAmount, second));

        assertEquals(
                List.of(
                        first.price().units().subtract(BigInteger.TEN),
                        second.price().units()),
                settle(10).refunds().stream()
                        .map(RefundStatus::amount)
                        .map(Money::units)
                        .toList());
    }

    @Test
    void showsEveryDepositOfThePayment() {
        Quote second = quoted(3000);
        balanceAfter(bench.paid(bench.byAmount, second));
        PaymentQueries queries = new PaymentQueries(database);

        PaymentAnswer payment =
                Await.of(queries.byId(bench.caller, session.paymentId())).orElseThrow();
        assertEquals(
                List.of(first.price(), second.price()),
                payment.deposits().stream().map(PaymentAnswer.Deposit::amount).toList());
        assertEquals(units(first, second), payment.paid().units());
        PaymentAnswer topUp =
                Await.of(queries.byId(bench.caller, second.paymentId())).orElseThrow();
        assertEquals("added", topUp.state());
        assertEquals(session.paymentId(), topUp.topsUp());
        assertEquals(List.of(), topUp.deposits());
    }

    @Test
    void countsOnceForSixtyFourIdenticalCallsOnTwoGateways(Vertx vertx, ConnectionSettings settings) {
        Quote second = quoted(3000);
        PaymentProof proof = bench.paid(bench.byAmount, second);
        try (Database other = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()))) {
            PaymentService otherGateway = bench.service(other, QuotePolicy.DEFAULT);
            List<Future<TopUpOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add((i % 2 == 0 ? bench.service : otherGateway).topUp(bench.caller, held(), proof));
            }
            Money balance = new Money(FakeRail.COIN, units(first, second));
            Await.all(calls)
                    .forEach(outcome ->
                            assertEquals(new TopUpOutcome.Added(second.price(), second.price(), balance), outcome));
        }
        assertEquals("2", bench.value("SELECT count(*) FROM deposits WHERE payment_id = $1", session.paymentId()));
    }

    @Test
    void countsEachOfManyAtOnce() {
        List<Quote> quotes = new ArrayList<>();
        List<Future<TopUpOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            quotes.add(quoted(1000 + i));
        }
        for (Quote quote : quotes) {
            calls.add(bench.service.topUp(bench.caller, held(), bench.paid(bench.byAmount, quote)));
        }
        Await.all(calls).forEach(outcome -> assertInstanceOf(TopUpOutcome.Added.class, outcome));
        assertEquals(
                units(first).add(units(quotes.toArray(Quote[]::new))).toString(),
                bench.value("SELECT balance FROM sessions WHERE payment_id = $1", session.paymentId()));
    }

    @Test
    void goesBackWholeWhenTheSessionIsOver() {
        Quote second = quoted(3000);
        PaymentProof proof = bench.paid(bench.byAmount, second);
        settle(10);

        assertEquals("session_over", rejected(proof));
        assertEquals("session_over", rejected(proof));
        assertEquals(backWhole(second, "session_over"), returned(second));
    }

    @Test
    void goesBackWholeWhenAPayerPresentsItForASessionOfItsOwnAfterTheEnd() {
        Quote second = quoted(3000);
        PaymentProof proof = bench.paid(bench.byAmount, second);
        assertEquals("top_up_mismatch", bench.rejected(proof, bench.session()));
        assertEquals("nothing", returned(second));
        settle(10);

        assertEquals("session_over", bench.rejected(proof, bench.session()));
        assertEquals(backWhole(second, "session_over"), returned(second));
    }

    @Test
    void isAnsweredTheSameAfterTheSessionThatItToppedUpHasEnded() {
        Quote second = quoted(3000);
        PaymentProof proof = bench.paid(bench.byAmount, second);
        balanceAfter(proof);
        settle(10);

        assertEquals(units(first, second), balanceAfter(proof));
        assertEquals("nothing", returned(second));
    }

    @Test
    void isNoSessionsPaymentAndASessionsPaymentNoTopUp() {
        Quote another = bench.quote(bench.byAmount, 500);
        PaymentProof proof = bench.paid(bench.byAmount, another);
        assertEquals("top_up_mismatch", rejected(proof));
        bench.accepted(proof, bench.session());

        Quote second = quoted(3000);
        SessionGrant own = session;
        session = bench.accepted(bench.paid(bench.byAmount, bench.quote(bench.byAmount, 700)), bench.session());
        assertEquals("top_up_mismatch", rejected(bench.paid(bench.byAmount, second)));
        session = own;
    }

    @Test
    void goesBackWhenTheSameQuoteIsPaidTwice() {
        Quote second = quoted(3000);
        balanceAfter(bench.paid(bench.byAmount, second));
        assertEquals("already_claimed", rejected(bench.paid(bench.byAmount, second)));
        assertEquals(backWhole(second, "already_claimed"), returned(second));
    }

    @Test
    void goesBackWhenAnotherAmountArrives() {
        Quote second = quoted(3000);
        String txHash = "0x" + UUID.randomUUID();
        bench.byAmount.pay(txHash, new Money(FakeRail.COIN, BigInteger.valueOf(777_777)));
        assertEquals("amount_mismatch", rejected(PaymentBench.proof(bench.byAmount, second, txHash)));
        assertEquals("amount_mismatch 777777 " + FakeRail.PAYER, returned(second));
        assertEquals(units(first, second), balanceAfter(bench.paid(bench.byAmount, second)));
    }

    @Test
    void waitsUntilItIsFinalEnough() {
        Quote second = quoted(3000);
        String txHash = "0x" + UUID.randomUUID();
        PaymentProof proof = PaymentBench.proof(bench.byAmount, second, txHash);
        bench.byAmount.show(txHash, new Observation.Pending("payment_pending", "1 of 3 confirmations", 700));
        assertEquals(new TopUpOutcome.Pending("payment_pending", "1 of 3 confirmations", 700), topUp(proof));
        bench.byAmount.pay(txHash, second.price());
        assertEquals(units(first, second), balanceAfter(proof));
    }

    @Test
    void isForWhoeverHoldsTheSessionNow() {
        Quote second = quoted(3000);
        PaymentProof proof = bench.paid(bench.byAmount, second);
        Caller key = bench.newKey(bench.caller.merchantId());
        bench.sql(
                "UPDATE sessions SET lease_epoch = 2, api_key_id = $2 WHERE payment_id = $1",
                session.paymentId(),
                key.apiKeyId());
        assertEquals("lease_lost", rejected(proof));
        assertEquals("lease_lost", notQuoted(held(), request(100, null, null)));
        assertEquals("nothing", returned(second));

        TopUpOutcome byNewHolder = Await.of(bench.service.topUp(key, new TopUp(session.paymentId(), 2), proof));
        assertEquals(
                units(first, second),
                assertInstanceOf(TopUpOutcome.Added.class, byNewHolder)
                        .balance()
                        .units());
    }

    @Test
    void growsTheBalanceThatWhoeverTakesTheSessionUpGets() {
        Quote second = quoted(3000);
        balanceAfter(bench.paid(bench.byAmount, second));
        bench.sql("UPDATE sessions SET lease_until = now() WHERE payment_id = $1", session.paymentId());
        String txHash =
                bench.value("SELECT tx_id FROM deposits WHERE payment_id = $1 AND position = 0", session.paymentId());
        PaymentProof withSecret = new PaymentProof(PaymentBench.proof(bench.byAmount, first, txHash)
                .json()
                .copy()
                .put("claimSecret", first.details().getString("claimSecret")));
        assertEquals(
                units(first, second),
                bench.accepted(withSecret, bench.session()).balance().units());
    }

    @Test
    void letsCheckpointsGoUpToTheNewBalanceAndTellsItThere(Vertx vertx) {
        SessionTokens tokens = new SessionTokens(vertx, TokenKey.ephemeral(), InstantSource.system());
        LeaseService leases = new LeaseService(database, tokens, bench.grants, LeasePolicy.DEFAULT);
        MeterReport report = new MeterReport(
                session.paymentId(), 1, 1, new Reading(1, 0, 0), first.price().units());
        assertEquals(
                new CheckpointOutcome.Recorded(List.of()),
                Await.of(leases.checkpoint(bench.caller, claim.serverId(), List.of(report))));
        Quote second = quoted(3000);
        balanceAfter(bench.paid(bench.byAmount, second));

        MeterReport beyond = new MeterReport(session.paymentId(), 1, 2, new Reading(2, 0, 0), units(first, second));
        assertEquals(
                new CheckpointOutcome.Recorded(
                        List.of(), List.of(new CheckpointOutcome.ToppedUp(session.paymentId(), units(first, second)))),
                Await.of(leases.checkpoint(bench.caller, claim.serverId(), List.of(beyond))));
    }

    @Test
    void isQuotedOnTheSessionsOwnTerms() {
        assertEquals("unknown_method", notQuoted(held(), request(100, "bymagic", null)));
        assertEquals("unknown_asset", notQuoted(held(), request(100, null, "GOLD")));
        assertEquals(
                "byamount",
                bench.value(
                        "SELECT method FROM payments WHERE id = $1", quoted(100).paymentId()));
        assertEquals("amount_too_small", notQuoted(held(), request(0, null, null)));
        assertEquals("unknown_payment", notQuoted(new TopUp("pay_none", 1), request(100, null, null)));
        assertEquals("lease_lost", notQuoted(new TopUp(session.paymentId(), 2), request(100, null, null)));
        assertEquals(
                "unknown_payment",
                ((QuoteOutcome.Refused)
                                Await.of(bench.service.quoteTopUp(bench.newCaller(), held(), request(100, null, null))))
                        .code());
        settle(0);
        assertEquals("session_over", notQuoted(held(), request(100, null, null)));
    }

    /** However they meet: either it counts, and its session's end divides it, or all of it goes back. */
    @Test
    void isDividedOrGoesBackWhenItMeetsTheEndOfItsSession(Vertx vertx, ConnectionSettings settings) {
        try (Database other = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()))) {
            PaymentService otherGateway = bench.service(other, QuotePolicy.DEFAULT);
            for (int round = 0; round < 30; round++) {
                begin();
                Quote second = quoted(3000);
                PaymentProof proof = bench.paid(bench.byAmount, second);
                MeterReport report = new MeterReport(
                        session.paymentId(), session.leaseEpoch(), 9, new Reading(1, 0, 0), BigInteger.valueOf(round));
                List<Future<?>> both = new ArrayList<>();
                Future<TopUpOutcome> toppedUp;
                Future<SettleOutcome> settled;
                if (round % 2 == 0) {
                    settled = settlements.settle(bench.caller, report, "client_ended");
                    toppedUp = otherGateway.topUp(bench.caller, held(), proof);
                } else {
                    toppedUp = otherGateway.topUp(bench.caller, held(), proof);
                    settled = settlements.settle(bench.caller, report, "client_ended");
                }
                both.add(settled);
                both.add(toppedUp);
                Await.of(Future.join(both));
                boolean added = toppedUp.result() instanceof TopUpOutcome.Added;
                Settlement settlement = ((SettleOutcome.Settled) settled.result()).settlement();
                assertEquals(
                        added ? units(first, second) : units(first),
                        settlement.paid().units());
                assertEquals(added ? "nothing" : backWhole(second, "session_over"), returned(second));
            }
        }
    }

    /** As the watch of the wallets does when it is faster than the payer. */
    private void entered(Quote quote, PaymentProof proof) {
        String txHash = proof.text("txHash").orElseThrow();
        InboundRepository inbound = new InboundRepository(database.pool());
        StoredPayment stored = Await.of(
                        new TopUpRepository(database, new ExposureRepository(database), LeasePolicy.DEFAULT)
                                .find(bench.caller, quote.reference(), QuotePolicy.DEFAULT.quarantine()))
                .orElseThrow();
        assertTrue(Await.of(inbound.enter(
                stored, bench.byAmount.deposit(txHash, quote.price(), true), bench.identifiers.next("dep"))));
    }

    @Test
    void countsWhatTheWatchOfTheWalletsHasSeenBeforeItsProofCame() {
        Quote second = quoted(3000);
        PaymentProof proof = bench.paid(bench.byAmount, second);
        entered(second, proof);
        assertEquals(units(first, second), balanceAfter(proof));
        assertEquals(units(first, second), balanceAfter(proof));
        assertEquals(2, settle(10).refunds().size());
    }

    @Test
    void goesBackWhenTheSessionIsOverAlsoIfTheWatchOfTheWalletsHasSeenIt() {
        Quote second = quoted(3000);
        PaymentProof proof = bench.paid(bench.byAmount, second);
        entered(second, proof);
        settle(10);
        assertEquals("session_over", rejected(proof));
        assertEquals("late_payment", rejected(proof));
        assertEquals(backWhole(second, "session_over"), returned(second));
    }

    private DepositWatcher undoes(Quote quote) {
        String txHash = bench.value(
                "SELECT tx_id FROM deposits WHERE amount = $1::text::numeric AND payment_id = $2",
                quote.price().units().toString(),
                session.paymentId());
        bench.byAmount.finality(txHash, new Finality.Gone("reorganised"));
        return new DepositWatcher(database, settlements, bench.methods, new SimpleMeterRegistry());
    }

    private PaymentProof paidButNotFinal(Quote quote) {
        String txHash = "0x" + UUID.randomUUID();
        bench.byAmount.show(txHash, new Observation.Paid(bench.byAmount.deposit(txHash, quote.price(), false)));
        return PaymentBench.proof(bench.byAmount, quote, txHash);
    }

    private static void watch(DepositWatcher watcher) {
        while (Await.of(watcher.pass())) {
            // There is more.
        }
    }

    private String afterReversal() {
        return bench.value("""
                SELECT concat_ws(' ', p.state, s.state, s.end_reason,
                    (SELECT string_agg(d.state || ' ' || d.captured, ' ' ORDER BY d.position)
                        FROM deposits d WHERE d.payment_id = p.id))
                FROM payments p JOIN sessions s ON s.payment_id = p.id WHERE p.id = $1""", session.paymentId());
    }

    @Test
    void endsTheSessionAndSettlesFromTheRestWhenTheRailUndoesIt() {
        Quote second = quoted(3000);
        balanceAfter(paidButNotFinal(second));
        bench.sql("UPDATE sessions SET consumed = 250 WHERE payment_id = $1", session.paymentId());

        watch(undoes(second));

        assertEquals("settled ended payment_reversed settled 250 reversed 0", afterReversal());
        assertEquals(
                first.price().units().subtract(BigInteger.valueOf(250)).toString(),
                bench.value("SELECT amount FROM refunds WHERE payment_id = $1", session.paymentId()));
    }

    @Test
    void paysForWhatWasUsedWhenTheRailUndoesTheFirstDeposit() {
        first = bench.quote(bench.byAmount, 6000);
        session = bench.accepted(paidButNotFinal(first), bench.session());
        Quote second = quoted(3000);
        balanceAfter(bench.paid(bench.byAmount, second));
        bench.sql("UPDATE sessions SET consumed = 3500 WHERE payment_id = $1", session.paymentId());

        watch(undoes(first));

        assertEquals(
                "settled ended payment_reversed reversed 0 settled "
                        + second.price().units().min(BigInteger.valueOf(3500)),
                afterReversal());
        assertEquals("nothing", returned(first));
    }

    @Test
    void reversesThePaymentWhenTheRailUndoesAllOfIt() {
        first = bench.quote(bench.byAmount, 6000);
        session = bench.accepted(paidButNotFinal(first), bench.session());
        Quote second = quoted(3000);
        balanceAfter(paidButNotFinal(second));
        undoes(first);

        watch(undoes(second));
        watch(undoes(second));

        // The first to be asked about ended the session, the other one was settled by that and undone then.
        assertTrue(afterReversal().startsWith("settled ended payment_reversed reversed 0 reversed 0"), afterReversal());
        assertEquals("void", bench.value("SELECT state FROM refunds WHERE payment_id = $1", session.paymentId()));
    }
}
