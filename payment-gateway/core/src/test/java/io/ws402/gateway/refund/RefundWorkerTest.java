package io.ws402.gateway.refund;

import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.session.SessionBench;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a settled session to credit in the payer's account. */
@ExtendWith(DatabaseExtension.class)
final class RefundWorkerTest {
    private final SessionBench bench;
    private final Vertx vertx;

    RefundWorkerTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
        this.vertx = vertx;
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void refundsTwentySessionsThatCloseAtOnceEachOnceWhileTwoGatewaysWork() {
        List<SessionGrant> sessions =
                IntStream.range(0, 20).mapToObj(i -> bench.session(1000)).toList();
        RefundWorker one = worker();
        RefundWorker other = worker();
        one.start();
        other.start();
        List<SettleOutcome> closed = Await.all(IntStream.range(0, 20)
                .mapToObj(i -> bench.settlements
                        .settle(bench.caller, report(sessions.get(i), 1, 100 + i), "client_end")
                        .onSuccess(settled -> one.wake()))
                .toList());
        Await.of(untilAllAreDone());
        Await.of(one.close());
        Await.of(other.close());
        for (int i = 0; i < 20; i++) {
            Settlement settlement =
                    assertInstanceOf(SettleOutcome.Settled.class, closed.get(i)).settlement();
            String payer = settlement.refunds().getFirst().recipient();
            assertEquals(
                    BigInteger.valueOf(900 - i),
                    Await.of(bench.credits.balance(payer)).orElseThrow());
        }
        assertEquals(
                "20",
                bench.value(
                        "SELECT count(*) FROM credit_transfers t JOIN refunds r ON r.id = t.memo "
                                + "WHERE r.merchant_id = $1 AND r.state = 'confirmed'",
                        bench.caller.merchantId()));
    }

    @Test
    void endsTheStepItIsAtAndGivesItsRefundsBackWhenItIsClosed() {
        SessionGrant session = bench.session(1000);
        Await.of(bench.settlements.settle(bench.caller, report(session, 1, 100), "client_end"));
        RefundWorker worker = worker();
        Future<Integer> pass = worker.pass();
        Await.of(worker.close());
        Await.of(pass);
        assertEquals(0, Await.of(worker.pass()));
        assertEquals("0", bench.value("SELECT count(*) FROM refunds WHERE done_at IS NULL AND leased_by IS NOT NULL"));
        RefundWorker next = worker();
        Await.of(next.pass());
        assertEquals("confirmed", bench.value("SELECT state FROM refunds WHERE payment_id = $1", session.paymentId()));
    }

    private RefundWorker worker() {
        RefundEngine engine = new RefundEngine(
                bench.database,
                bench.ledger,
                bench.outbox,
                method -> bench.methods.byId(method).map(PaymentMethod::refunds),
                RefundPolicy.DEFAULT,
                new Random(1),
                new SimpleMeterRegistry());
        return new RefundWorker(vertx, engine, RefundPolicy.DEFAULT);
    }

    private Future<Void> untilAllAreDone() {
        Promise<Void> done = Promise.promise();
        vertx.setPeriodic(20, timer -> {
            bench.database
                    .pool()
                    .query("SELECT count(*) AS open FROM refunds WHERE done_at IS NULL")
                    .execute()
                    .onSuccess(rows -> {
                        if (rows.iterator().next().getLong("open") == 0 && done.tryComplete()) {
                            vertx.cancelTimer(timer);
                        }
                    });
        });
        return done.future();
    }
}
