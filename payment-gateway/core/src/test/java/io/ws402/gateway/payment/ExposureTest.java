package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.ExposureCap;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much is served on before the rail can no longer undo it. */
@ExtendWith({PostgresExtension.class, DatabaseExtension.class})
final class ExposureTest {
    private static final long AMOUNT = 6000;
    /** Quotes ask for a few units more than the amount, so that each is unique. */
    private static final long ROOM = AMOUNT + AMOUNT / 10;

    private final Database database;
    private final PaymentBench bench;
    private final SettlementService settlements;
    private final DepositWatcher watcher;

    ExposureTest(Vertx vertx, Database database) {
        this.database = database;
        this.bench = new PaymentBench(vertx, database);
        this.settlements = new SettlementService(
                database, new Ledger(), new Outbox(), bench.identifiers, LeasePolicy.DEFAULT, () -> {});
        this.watcher = new DepositWatcher(database, settlements, bench.methods, new SimpleMeterRegistry());
    }

    @BeforeEach
    void nothingIsExposed() {
        bench.sql("UPDATE deposits SET final_at = now() WHERE final_at IS NULL AND state <> 'reversed'");
        cap(null, null);
    }

    @AfterEach
    void theLawHolds() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    private void cap(@Nullable Long perPayer, @Nullable Long total) {
        bench.byAmount.cap(new ExposureCap(
                perPayer == null ? null : BigInteger.valueOf(perPayer),
                total == null ? null : BigInteger.valueOf(total)));
    }

    private record Payment(Quote quote, String txHash, PaymentProof proof) {}

    private Payment young(String payer) {
        return young(payer, bench.quote(bench.byAmount, AMOUNT));
    }

    private Payment young(String payer, Quote quote) {
        String txHash = "0x" + UUID.randomUUID();
        bench.byAmount.show(txHash, new Observation.Paid(bench.byAmount.deposit(txHash, payer, quote.price(), false)));
        return new Payment(quote, txHash, PaymentBench.proof(bench.byAmount, quote, txHash));
    }

    private void becomesFinal(Payment payment, String payer) {
        bench.byAmount.show(
                payment.txHash(),
                new Observation.Paid(bench.byAmount.deposit(
                        payment.txHash(), payer, payment.quote().price(), true)));
        bench.byAmount.finality(payment.txHash(), new Finality.Final());
        while (Await.of(watcher.pass())) {
            // There is more.
        }
    }

    private SessionGrant accepted(Payment payment) {
        return bench.accepted(payment.proof(), bench.session());
    }

    private void assertWaits(Payment payment) {
        Verification.Pending pending =
                assertInstanceOf(Verification.Pending.class, bench.verify(payment.proof(), bench.session()));
        assertEquals(Codes.PAYMENT_PENDING, pending.code());
        assertEquals(
                "quoted 0",
                bench.value(
                        "SELECT p.state || ' ' || (SELECT count(*) FROM deposits d WHERE d.payment_id = p.id)"
                                + " FROM payments p WHERE id = $1",
                        payment.quote().paymentId()));
    }

    @Test
    void letsAPayerWaitWhoseEarlierPaymentIsNotFinalAndNobodyElse() {
        cap(ROOM, null);
        Payment first = young("0xann");
        Payment second = young("0xann");
        accepted(first);
        assertWaits(second);
        accepted(young("0xbob"));
        becomesFinal(first, "0xann");
        accepted(second);
    }

    @Test
    void letsEverybodyWaitBeyondTheTotal() {
        cap(ROOM, 2 * ROOM);
        Payment first = young("0xann");
        accepted(first);
        accepted(young("0xbob"));
        Payment third = young("0xcarol");
        assertWaits(third);
        becomesFinal(first, "0xann");
        accepted(third);
    }

    @Test
    void takesMoreThanTheCapOnceItIsFinal() {
        cap(1L, 1L);
        Payment payment = young("0xann");
        assertWaits(payment);
        becomesFinal(payment, "0xann");
        accepted(payment);
    }

    @Test
    void countsWhatWasUsedOfASessionThatEndedUntilItIsFinal() {
        cap(ROOM, null);
        SessionGrant grant = accepted(young("0xann"));
        Await.of(settlements.settle(
                bench.caller,
                new MeterReport(
                        grant.paymentId(), grant.leaseEpoch(), 1, new Reading(1, 0, 0), BigInteger.valueOf(AMOUNT)),
                "closed"));
        Payment second = young("0xann");
        assertWaits(second);
        SessionGrant bob = accepted(young("0xbob"));
        Await.of(settlements.settle(
                bench.caller,
                new MeterReport(bob.paymentId(), bob.leaseEpoch(), 1, new Reading(1, 0, 0), BigInteger.ONE),
                "closed"));
        Payment ofBob = young("0xbob");
        cap(ROOM + 1, null);
        accepted(ofBob);
    }

    @Test
    void tellsWhatIsAtRiskOfEachAssetAgainstItsCap() {
        cap(null, 2 * ROOM);
        assertEquals(BigInteger.ZERO, exposure().atRisk());
        Payment first = young("0xann");
        Payment second = young("0xbob");
        accepted(first);
        accepted(second);
        assertEquals(
                first.quote().price().units().add(second.quote().price().units()),
                exposure().atRisk());
        assertEquals(BigInteger.valueOf(2 * ROOM), exposure().cap());
        becomesFinal(first, "0xann");
        assertEquals(second.quote().price().units(), exposure().atRisk());
        cap(null, null);
        assertNull(exposure().cap());
    }

    private Exposure exposure() {
        String method = bench.byAmount.describe().id();
        return Await.of(new ExposureQueries(database, bench.methods).list()).stream()
                .filter(each -> each.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void letsATopUpWaitAndNeitherLosesNorReturnsIt() {
        cap(ROOM, null);
        Payment first = young("0xann");
        SessionGrant grant = accepted(first);
        TopUp held = new TopUp(grant.paymentId(), grant.leaseEpoch());
        Quote quote = assertInstanceOf(
                        QuoteOutcome.Quoted.class,
                        Await.of(bench.service.quoteTopUp(
                                bench.caller,
                                held,
                                PaymentBench.request(bench.byAmount, BigInteger.valueOf(AMOUNT), null))))
                .quote();
        Payment more = young("0xann", quote);
        TopUpOutcome.Pending pending = assertInstanceOf(
                TopUpOutcome.Pending.class, Await.of(bench.service.topUp(bench.caller, held, more.proof())));
        assertEquals(Codes.PAYMENT_PENDING, pending.code());
        becomesFinal(first, "0xann");
        TopUpOutcome.Added added = assertInstanceOf(
                TopUpOutcome.Added.class, Await.of(bench.service.topUp(bench.caller, held, more.proof())));
        assertEquals(
                first.quote().price().units().add(quote.price().units()),
                added.balance().units());
    }

    @Test
    void neverServesOnMoreHoweverManyClaimAtOnceOnTwoGateways(Vertx vertx, ConnectionSettings settings) {
        int room = 5;
        cap(ROOM, room * ROOM);
        Database other = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()));
        try (other) {
            PaymentService second = bench.service(other, QuotePolicy.DEFAULT);
            List<Future<Verification>> claims = new ArrayList<>();
            List<Payment> payments = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                payments.add(young("0xpayer" + i));
            }
            for (int i = 0; i < 64; i++) {
                PaymentProof proof = payments.get(i).proof();
                claims.add((i % 2 == 0 ? bench.service : second).verify(bench.caller, proof, bench.session()));
            }
            List<Verification> answers = Await.all(claims);
            assertEquals(
                    room,
                    answers.stream()
                            .filter(Verification.Accepted.class::isInstance)
                            .count());
            assertEquals(
                    64 - room,
                    answers.stream()
                            .filter(Verification.Pending.class::isInstance)
                            .count());
            assertEquals(
                    "true",
                    bench.value(
                            "SELECT sum(at_risk) <= $1 FROM exposed_deposits",
                            BigInteger.valueOf(room * ROOM).longValue()));
        }
    }
}
