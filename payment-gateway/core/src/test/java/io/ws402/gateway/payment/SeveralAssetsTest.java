package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.refund.RefundRecord;
import io.ws402.gateway.refund.RefundRecordQueries;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.LeaseReaper;
import io.ws402.gateway.session.SessionQueries;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.gateway.PaymentAnswer;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.TopUpOutcome;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions that are paid in several assets: each counts by its worth and goes back as it came, to the last unit. */
@ExtendWith({PostgresExtension.class, DatabaseExtension.class})
final class SeveralAssetsTest {
    private static final int FEE_BASIS_POINTS = 250;

    private final Vertx vertx;
    private final Database database;
    private final PaymentBench bench;
    private final SettlementService settlements;
    private Quote first;
    private SessionGrant session;

    SeveralAssetsTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.bench = new PaymentBench(vertx, database);
        this.settlements = new SettlementService(
                database, new Ledger(), new Outbox(), bench.identifiers, LeasePolicy.DEFAULT, () -> {});
    }

    @BeforeEach
    void begin() {
        bench.sql(
                "UPDATE merchants SET fee_basis_points = $2 WHERE id = $1",
                bench.caller.merchantId(),
                FEE_BASIS_POINTS);
        first = bench.quote(bench.byAmount, 6000);
        session = bench.accepted(bench.paid(bench.byAmount, first), bench.session());
    }

    @AfterEach
    void theLawHoldsForEachAsset() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    private QuoteOutcome asked(FakeRail rail, Asset asset, long amount, @Nullable Long worth) {
        return asked(rail, asset, amount, worth == null ? null : BigInteger.valueOf(worth));
    }

    private QuoteOutcome asked(FakeRail rail, Asset asset, long amount, @Nullable BigInteger worth) {
        QuoteRequest request = new QuoteRequest(
                PaymentBench.RESOURCE,
                BigInteger.valueOf(amount),
                30,
                PricePlan.perSecond(BigInteger.ONE, 1),
                rail.describe().id(),
                asset.id().value(),
                null);
        TopUp topUp = new TopUp(session.paymentId(), session.leaseEpoch(), worth);
        return Await.of(bench.service.quoteTopUp(bench.caller, topUp, request));
    }

    private Quote quoted(FakeRail rail, Asset asset, long amount, @Nullable Long worth) {
        return assertInstanceOf(QuoteOutcome.Quoted.class, asked(rail, asset, amount, worth))
                .quote();
    }

    /** In tokens, of which two are worth a coin. */
    private Quote tokens(long amount) {
        return quoted(bench.byAmount, FakeRail.TOKEN, amount, amount / 2);
    }

    private String notQuoted(Asset asset, long amount, @Nullable Long worth) {
        return assertInstanceOf(QuoteOutcome.Refused.class, asked(bench.byAmount, asset, amount, worth))
                .code();
    }

    private TopUp held() {
        return new TopUp(session.paymentId(), session.leaseEpoch());
    }

    private TopUpOutcome topUp(PaymentProof proof) {
        return Await.of(bench.service.topUp(bench.caller, held(), proof));
    }

    private TopUpOutcome.Added added(PaymentProof proof) {
        return assertInstanceOf(TopUpOutcome.Added.class, topUp(proof));
    }

    private TopUpOutcome.Added added(Quote quote) {
        return added(bench.paid(bench.byAmount, quote));
    }

    private PaymentProof arrives(FakeRail rail, Quote quote, long amount, boolean isFinal) {
        String txHash = "0x" + UUID.randomUUID();
        Money money = new Money(quote.price().asset(), BigInteger.valueOf(amount));
        rail.show(txHash, new Observation.Paid(rail.deposit(txHash, money, isFinal)));
        return PaymentBench.proof(rail, quote, txHash);
    }

    private PaymentProof paidButNotFinal(Quote quote) {
        return arrives(bench.byAmount, quote, quote.price().units().longValueExact(), false);
    }

    private MeterReport report(BigInteger consumed) {
        return new MeterReport(session.paymentId(), session.leaseEpoch(), 99, new Reading(1, 0, 0), consumed);
    }

    private Settlement settle(BigInteger consumed) {
        return assertInstanceOf(
                        SettleOutcome.Settled.class,
                        Await.of(settlements.settle(bench.caller, report(consumed), "client_ended")))
                .settlement();
    }

    private RefundRecord.Deposit deposit(RefundStatus refund) {
        RefundRecord.File file = Await.of(new RefundRecordQueries(database).find(refund.refundId()))
                .orElseThrow();
        return Objects.requireNonNull(file.deposit(), "it is no payout of credit");
    }

    private static BigInteger units(long value) {
        return BigInteger.valueOf(value);
    }

    private static Money coins(BigInteger units) {
        return new Money(FakeRail.COIN, units);
    }

    private static List<Money> amounts(List<RefundStatus> refunds) {
        return refunds.stream().map(RefundStatus::amount).toList();
    }

    /** What an account has of each asset in the books of this session's payment: {@code coins tokens}. */
    private String booked(String account) {
        return bench.value(
                "SELECT concat_ws(' ', sum(e.amount) FILTER (WHERE e.asset = $3), sum(e.amount) FILTER (WHERE e.asset = $4))"
                        + " FROM entries e JOIN journals j ON j.id = e.journal_id"
                        + " WHERE j.payment_id = $1 AND e.account = $2",
                session.paymentId(),
                account,
                FakeRail.COIN.id().value(),
                FakeRail.TOKEN.id().value());
    }

    @Test
    void addsWhatTheQuoteSaysThatItIsWorth() {
        Quote quote = tokens(4000);
        BigInteger price = quote.price().units();
        assertEquals(price.divide(units(2)), quote.worth());
        assertEquals(String.valueOf(quote.worth()), quote.details().getString("worth"));

        PaymentProof proof = bench.paid(bench.byAmount, quote);
        Money worth = coins(price.divide(units(2)));
        TopUpOutcome.Added expected =
                new TopUpOutcome.Added(quote.price(), worth, first.price().plus(worth));
        assertEquals(expected, topUp(proof));
        assertEquals(expected, topUp(proof));
    }

    @Test
    void isUsedUpInTheOrderInWhichItCameAndGoesBackInTheAssetInWhichItCame() {
        Quote second = tokens(4001);
        BigInteger worth = added(second).worth().units();
        Quote third = quoted(bench.byReference, FakeRail.COIN, 700, null);
        added(bench.paid(bench.byReference, third));
        BigInteger consumed = first.price().units().add(units(1501));

        Settlement settlement = settle(consumed);

        BigInteger tokens = second.price().units();
        BigInteger captured = tokens.multiply(units(1501)).divide(worth);
        assertEquals(coins(consumed), settlement.consumed());
        assertEquals(
                List.of(new Money(FakeRail.TOKEN, tokens.subtract(captured)), third.price()),
                amounts(settlement.refunds()));
        assertEquals(
                settlement.paid(),
                settlement.refunds().stream().map(RefundStatus::unused).reduce(settlement.consumed(), Money::plus));
        RefundRecord.Deposit shown = deposit(settlement.refunds().getFirst());
        assertEquals(second.price(), shown.amount());
        assertEquals(new Money(FakeRail.TOKEN, captured), shown.captured());
        assertEquals(new RefundRecord.Worth(coins(worth), coins(units(1501))), shown.worth());
        assertNull(deposit(settlement.refunds().getLast()).worth());
        BigInteger coinFee =
                first.price().units().multiply(units(FEE_BASIS_POINTS)).divide(units(10_000));
        BigInteger tokenFee = captured.multiply(units(FEE_BASIS_POINTS)).divide(units(10_000));
        assertEquals(coins(coinFee), settlement.fee());
        assertEquals(coinFee.negate() + " " + tokenFee.negate(), booked("fees"));
        assertEquals(coinFee.subtract(first.price().units()) + " " + tokenFee.subtract(captured), booked("merchant"));
        assertEquals(settlement, settle(BigInteger.ZERO));
    }

    @Test
    void isTakenWholeWhenItIsUsedUp() {
        Quote second = tokens(4001);
        BigInteger balance = added(second).balance().units();

        assertEquals(List.of(), settle(balance).refunds());
        assertEquals(
                second.price().units().toString(),
                bench.value(
                        "SELECT captured FROM deposits WHERE payment_id = $1 AND position = 1", session.paymentId()));
    }

    @Test
    void isShownWithItsAssetAndItsWorth() {
        Quote second = tokens(4000);
        Money worth = added(second).worth();
        Settlement settlement = settle(units(10));

        PaymentAnswer payment = Await.of(new PaymentQueries(database).byId(bench.caller, session.paymentId()))
                .orElseThrow();
        assertEquals(payment, PaymentAnswer.fromJson(payment.toJson()));
        PaymentAnswer.Deposit deposit = payment.deposits().get(1);
        assertEquals(second.price(), deposit.amount());
        assertEquals(worth, deposit.worth());
        assertEquals(Set.copyOf(settlement.refunds()), Set.copyOf(payment.refunds()));
        assertEquals(
                settlement.refunds(),
                Await.of(new SessionQueries(database).status(bench.caller, session.sessionId()))
                        .orElseThrow()
                        .refunds());
        assertEquals(second.price(), settlement.refunds().get(1).amount());
        assertEquals(worth, settlement.refunds().get(1).worth());
    }

    @Test
    void countsWhatArrivedInProportionWhereAReferenceBindsIt() {
        Quote second = quoted(bench.byReference, FakeRail.TOKEN, 3000, 1000L);
        assertEquals(
                units(333),
                added(arrives(bench.byReference, second, 1000, true)).worth().units());
        assertEquals(
                List.of(first.price(), new Money(FakeRail.TOKEN, units(1000))),
                amounts(settle(BigInteger.ZERO).refunds()));
    }

    @Test
    void goesBackWhenItCountsForNothing() {
        Quote second = quoted(bench.byReference, FakeRail.TOKEN, 3000, 1000L);
        TopUpOutcome outcome = topUp(arrives(bench.byReference, second, 2, true));
        assertEquals(
                "amount_mismatch",
                assertInstanceOf(TopUpOutcome.Rejected.class, outcome).code());
        assertEquals(
                "2 " + FakeRail.TOKEN.id(),
                bench.value("SELECT amount || ' ' || asset FROM refunds WHERE payment_id = $1", second.paymentId()));
    }

    @Test
    void isNotQuotedWhereNothingSaysWhatItIsWorth() {
        assertEquals("asset_mismatch", notQuoted(FakeRail.TOKEN, 100, null));
        assertEquals("asset_mismatch", notQuoted(FakeRail.COIN, 100, 100L));
        assertEquals("amount_too_small", notQuoted(FakeRail.TOKEN, 100, 0L));
        BigInteger tooMuch = UniqueAmounts.LARGEST.add(BigInteger.ONE);
        assertEquals(
                "amount_too_large",
                assertInstanceOf(QuoteOutcome.Refused.class, asked(bench.byAmount, FakeRail.TOKEN, 100, tooMuch))
                        .code());
    }

    @Test
    void countsAllOfManyAtOnceInTwoAssetsOnTwoGateways(Vertx vertx, ConnectionSettings settings) {
        try (Database other = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()))) {
            PaymentService otherGateway = bench.service(other, QuotePolicy.DEFAULT);
            List<Quote> quotes = new ArrayList<>();
            List<Future<TopUpOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                quotes.add(i % 2 == 0 ? tokens(2000 + i) : quoted(bench.byAmount, FakeRail.COIN, 500 + i, null));
            }
            for (Quote quote : quotes) {
                PaymentProof proof = bench.paid(bench.byAmount, quote);
                calls.add(bench.service.topUp(bench.caller, held(), proof));
                calls.add(otherGateway.topUp(bench.caller, held(), proof));
            }
            Await.all(calls).forEach(outcome -> assertInstanceOf(TopUpOutcome.Added.class, outcome));
            BigInteger expected = first.price().units();
            for (Quote quote : quotes) {
                BigInteger worth = quote.worth();
                expected = expected.add(worth == null ? quote.price().units() : worth);
            }
            assertEquals(
                    expected.toString(),
                    bench.value("SELECT balance FROM sessions WHERE payment_id = $1", session.paymentId()));
            assertEquals(13, settle(BigInteger.ZERO).refunds().size());
        }
    }

    /** However they meet: either it counts, and its session's end divides it, or all of it goes back. */
    @Test
    void isDividedOrGoesBackWhenItMeetsTheEndOfItsSession() {
        for (int round = 0; round < 16; round++) {
            begin();
            Quote second = tokens(4000);
            PaymentProof proof = bench.paid(bench.byAmount, second);
            Future<SettleOutcome> settled = settlements.settle(bench.caller, report(units(round)), "client_ended");
            Future<TopUpOutcome> toppedUp = bench.service.topUp(bench.caller, held(), proof);
            Await.of(Future.join(settled, toppedUp));
            boolean added = toppedUp.result() instanceof TopUpOutcome.Added;
            Settlement settlement = ((SettleOutcome.Settled) settled.result()).settlement();
            assertEquals(added ? 2 : 1, settlement.refunds().size());
            assertEquals(
                    second.price().units().toString(),
                    bench.value(
                            "SELECT amount FROM refunds WHERE asset = $1 AND payment_id IN ($2, $3)",
                            FakeRail.TOKEN.id().value(),
                            session.paymentId(),
                            second.paymentId()));
        }
    }

    @Test
    void isCountedWhereTheWatchOfTheWalletsWasFaster() {
        Quote second = tokens(4000);
        PaymentProof proof = bench.paid(bench.byAmount, second);
        StoredPayment stored = Await.of(
                        new TopUpRepository(database, new ExposureRepository(database), LeasePolicy.DEFAULT)
                                .find(bench.caller, second.reference(), QuotePolicy.DEFAULT.quarantine()))
                .orElseThrow();
        String txHash = proof.text("txHash").orElseThrow();
        assertTrue(Await.of(new InboundRepository(database.pool())
                .enter(stored, bench.byAmount.deposit(txHash, second.price(), true), bench.identifiers.next("dep"))));
        assertEquals(second.worth(), added(proof).worth().units());
        assertEquals(
                List.of(first.price(), second.price()),
                amounts(settle(BigInteger.ZERO).refunds()));
    }

    @Test
    void isSettledAtTheLastCheckpointWhenTheServerIsLost() {
        Quote second = tokens(4000);
        Money worth = added(second).worth();
        BigInteger consumed = first.price().units().add(worth.units().divide(units(4)));
        bench.sql(
                "UPDATE sessions SET consumed = $2::text::numeric, lease_until = now() - interval '1 hour' WHERE payment_id = $1",
                session.paymentId(),
                consumed.toString());
        bench.sql("DELETE FROM gateway_heartbeat");
        bench.sql(
                "INSERT INTO gateway_heartbeat (last_seen, available_since) VALUES (now(), now() - interval '1 day')");
        LeaseReaper reaper = new LeaseReaper(
                vertx, database, new Ledger(), new Outbox(), bench.identifiers, LeasePolicy.DEFAULT, () -> {});
        Await.of(reaper.reap());

        Settlement settlement = settle(BigInteger.ZERO);
        assertEquals(coins(consumed), settlement.consumed());
        BigInteger tokens = second.price().units();
        BigInteger captured = tokens.multiply(worth.units().divide(units(4))).divide(worth.units());
        assertEquals(List.of(new Money(FakeRail.TOKEN, tokens.subtract(captured))), amounts(settlement.refunds()));
    }

    private void watchUndoes(Quote quote) {
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

    private String deposits() {
        return bench.value(
                "SELECT string_agg(state || ' ' || captured, ', ' ORDER BY position) FROM deposits WHERE payment_id = $1",
                session.paymentId());
    }

    @Test
    void endsTheSessionAndSettlesFromTheRestWhenTheRailUndoesIt() {
        Quote second = tokens(4000);
        added(paidButNotFinal(second));
        bench.sql("UPDATE sessions SET consumed = 250 WHERE payment_id = $1", session.paymentId());
        watchUndoes(second);
        assertEquals("settled 250, reversed 0", deposits());
        assertEquals(
                List.of(coins(first.price().units().subtract(units(250)))),
                amounts(settle(BigInteger.ZERO).refunds()));
    }

    @Test
    void paysForWhatWasUsedWhenTheRailUndoesTheFirstDeposit() {
        first = bench.quote(bench.byAmount, 6000);
        session = bench.accepted(paidButNotFinal(first), bench.session());
        Quote second = tokens(4000);
        BigInteger worth = added(second).worth().units();
        bench.sql("UPDATE sessions SET consumed = 500 WHERE payment_id = $1", session.paymentId());
        watchUndoes(first);
        BigInteger captured = second.price().units().multiply(units(500)).divide(worth);
        assertEquals("reversed 0, settled " + captured, deposits());
    }

    @Test
    void takesBackWhatTheMerchantEarnedOfItWhenTheRailUndoesItAfterTheEnd() {
        Quote second = tokens(4000);
        added(paidButNotFinal(second));
        settle(first.price().units().add(units(1000)));
        watchUndoes(second);
        BigInteger coinFee =
                first.price().units().multiply(units(FEE_BASIS_POINTS)).divide(units(10_000));
        assertEquals(coinFee.negate() + " 0", booked("fees"));
        assertEquals(coinFee.subtract(first.price().units()) + " 0", booked("merchant"));
        assertEquals("void", bench.value("SELECT state FROM refunds WHERE payment_id = $1", session.paymentId()));
    }

    /** A gateway of the version before runs beside this one while they are replaced. */
    @Test
    void isOutOfReachOfAGatewayThatTakesItsAmountForItsWorth() {
        added(tokens(4000));
        String payment = session.paymentId();
        assertRefused(
                "UPDATE deposits SET worth = NULL, asset_symbol = NULL, asset_decimals = NULL, payment_id = payment_id"
                        + " WHERE payment_id = $1 AND position = 1",
                payment);
        assertRefused("UPDATE deposits SET state = 'settled', captured = amount WHERE payment_id = $1", payment);
        assertRefused("UPDATE deposits SET state = 'reversed' WHERE payment_id = $1 AND position = 1", payment);
        settle(units(10));
        assertRefused("UPDATE deposits SET state = 'reversed' WHERE payment_id = $1", payment);
    }

    private void assertRefused(String statement, String payment) {
        RuntimeException refused = assertThrows(RuntimeException.class, () -> bench.sql(statement, payment));
        assertTrue(String.valueOf(refused).contains("23514"), refused::toString);
    }
}
