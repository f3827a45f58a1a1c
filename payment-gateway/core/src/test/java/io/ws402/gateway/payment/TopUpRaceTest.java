package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.LeaseReaper;
import io.ws402.gateway.session.LeaseService;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A top-up that arrives at two gateways while its server is gone and everybody ends the session or takes it up. */
@ExtendWith({PostgresExtension.class, DatabaseExtension.class})
final class TopUpRaceTest {
    private static final LeasePolicy POLICY = LeasePolicy.DEFAULT;
    private static final long FIRST = 6000;
    private static final long SECOND = 3000;

    private final Vertx vertx;
    private final Database database;
    private final Database otherDatabase;
    private final PaymentBench bench;

    TopUpRaceTest(Vertx vertx, Database database, ConnectionSettings settings) {
        this.vertx = vertx;
        this.database = database;
        this.otherDatabase = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()));
        this.bench = new PaymentBench(vertx, database);
    }

    @AfterEach
    void theLawHolds() {
        otherDatabase.close();
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    @RepeatedTest(20)
    void isDividedOrGoesBackAndTheSessionIsSettledOnce(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Quote first = bench.quote(bench.byAmount, FIRST);
        SessionGrant session =
                ((Verification.Accepted) bench.verify(bench.paid(bench.byAmount, first), bench.session())).grant();
        Quote second = quoted(session);
        PaymentProof proof = bench.paid(bench.byAmount, second);
        boolean windowIsOver = random.nextBoolean();
        lose(session, windowIsOver ? "1 hour" : "1 millisecond");

        List<Future<TopUpOutcome>> toppedUp = new ArrayList<>();
        List<Future<Verification>> resumed = new ArrayList<>();
        meet(session, proof, random, toppedUp, resumed);

        long holders = resumed.stream()
                .filter(resume -> resume.result() instanceof Verification.Accepted)
                .count();
        assertTrue(holders <= (windowIsOver ? 0 : 1), "a session has one holder, and none when its window is over");
        endsOnce(session);
        boolean added = toppedUp.stream().anyMatch(topUp -> topUp.result() instanceof TopUpOutcome.Added);
        assertPaid(session, added ? sum(first, second) : sum(first));
        assertEquals(added ? "0" : "1", refundsOf(proof));
    }

    /** Everybody at both gateways, in an order of the seed. */
    private void meet(
            SessionGrant session,
            PaymentProof proof,
            Random random,
            List<Future<TopUpOutcome>> toppedUp,
            List<Future<Verification>> resumed) {
        List<Supplier<Future<?>>> calls = new ArrayList<>();
        boolean holderSettles = random.nextBoolean();
        for (Database connections : List.of(database, otherDatabase)) {
            PaymentService payments = bench.service(connections, QuotePolicy.DEFAULT);
            LeaseService leases = new LeaseService(connections, bench.tokens, bench.grants, POLICY);
            calls.add(() -> kept(toppedUp, payments.topUp(bench.caller, held(session), proof)));
            calls.add(() ->
                    kept(resumed, leases.resume(bench.caller, String.valueOf(session.resumeToken()), bench.session())));
            calls.add(() -> reaper(connections).reap());
            if (holderSettles) {
                calls.add(() -> settlements(connections).settle(bench.caller, report(session), "client_ended"));
            }
        }
        Collections.shuffle(calls, random);
        Await.of(Future.join(calls.stream().<Future<?>>map(Supplier::get).toList()));
    }

    private static <T> Future<T> kept(List<Future<T>> all, Future<T> one) {
        all.add(one);
        return one;
    }

    private static TopUp held(SessionGrant session) {
        return new TopUp(session.paymentId(), session.leaseEpoch());
    }

    private Quote quoted(SessionGrant session) {
        QuoteRequest request = new QuoteRequest(
                PaymentBench.RESOURCE,
                BigInteger.valueOf(SECOND),
                30,
                PricePlan.perSecond(BigInteger.ONE, 1),
                null,
                null,
                null);
        QuoteOutcome outcome = Await.of(bench.service.quoteTopUp(bench.caller, held(session), request));
        return ((QuoteOutcome.Quoted) outcome).quote();
    }

    private SettlementService settlements(Database connections) {
        return new SettlementService(connections, new Ledger(), new Outbox(), bench.identifiers, POLICY, () -> {});
    }

    private LeaseReaper reaper(Database connections) {
        return new LeaseReaper(vertx, connections, new Ledger(), new Outbox(), bench.identifiers, POLICY, () -> {});
    }

    private static MeterReport report(SessionGrant session) {
        return new MeterReport(
                session.paymentId(), session.leaseEpoch(), 9, new Reading(1, 0, 0), BigInteger.valueOf(40));
    }

    /** Its lease ran out so long ago, while renewals were possible all the time. */
    private void lose(SessionGrant session, String ago) {
        bench.sql(
                "UPDATE sessions SET lease_until = now() - $1::text::interval WHERE payment_id = $2",
                ago,
                session.paymentId());
        Await.of(reaper(database).beat());
        bench.sql("UPDATE gateway_heartbeat SET available_since = now() - interval '1 day'");
    }

    /** Whoever holds it now is lost for good. */
    private void endsOnce(SessionGrant session) {
        lose(session, "1 hour");
        Await.of(reaper(otherDatabase).reap());
        assertEquals("ended", bench.value("SELECT state FROM sessions WHERE payment_id = $1", session.paymentId()));
        assertEquals(
                "1",
                bench.value(
                        "SELECT count(*) FROM journals WHERE kind = 'settle' AND payment_id = $1",
                        session.paymentId()));
    }

    private static BigInteger sum(Quote... quotes) {
        return List.of(quotes).stream().map(quote -> quote.price().units()).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void assertPaid(SessionGrant session, BigInteger paid) {
        assertEquals(
                paid.toString(),
                bench.value("SELECT balance FROM sessions WHERE payment_id = $1", session.paymentId()));
        assertEquals(paid.toString(), bench.value("""
                        SELECT sum(d.captured + r.amount) FROM deposits d JOIN refunds r ON r.deposit_id = d.id
                        WHERE d.payment_id = $1""", session.paymentId()));
    }

    /** Refunds of all that a proof's transaction brought. */
    private String refundsOf(PaymentProof proof) {
        return bench.value("""
                SELECT count(*) FROM refunds r JOIN deposits d ON d.id = r.deposit_id
                WHERE d.tx_id = $1 AND d.position < 0 AND r.amount = d.amount""", proof.text("txHash").orElseThrow());
    }
}
