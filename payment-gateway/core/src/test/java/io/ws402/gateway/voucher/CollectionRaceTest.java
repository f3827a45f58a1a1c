package io.ws402.gateway.voucher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.payment.DepositWatcher;
import io.ws402.gateway.refund.RefundPolicy;
import io.ws402.gateway.refund.RefundWorker;
import io.ws402.gateway.refund.TransferRails;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several gateways at once, and payers who revoke at the worst moment. */
@ExtendWith(DatabaseExtension.class)
final class CollectionRaceTest {
    private final Vertx vertx;
    private final Database database;
    private final VoucherBench bench;

    CollectionRaceTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.bench = new VoucherBench(vertx, database);
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void collectsOfEachSessionOnceWhileTwoGatewaysWork() {
        List<String> payers =
                IntStream.range(0, 12).mapToObj(i -> bench.payer()).toList();
        List<SessionGrant> sessions =
                payers.stream().map(payer -> bench.session(payer, 1000)).toList();
        RefundWorker one = worker();
        RefundWorker other = worker();
        Await.all(IntStream.range(0, sessions.size())
                .mapToObj(i -> settle(sessions.get(i), 100 + i))
                .toList());
        while (!bench.value("SELECT count(*) FROM refunds WHERE merchant_id = $1 AND done_at IS NULL", merchant())
                .equals("0")) {
            bench.sql(
                    "UPDATE refunds SET next_attempt_at = now() WHERE merchant_id = $1 AND done_at IS NULL",
                    merchant());
            Await.of(Future.join(one.pass(), other.pass()));
            bench.payers.mine();
        }
        Await.of(Future.join(one.close(), other.close()));
        IntStream.range(0, payers.size()).forEach(i -> assertEquals(100 + i, bench.paid(payers.get(i))));
        assertEquals(
                "12 12",
                bench.value(
                        "SELECT count(*) || ' ' || count(DISTINCT sequence) FROM refunds"
                                + " WHERE merchant_id = $1 AND state = 'confirmed'",
                        merchant()));
    }

    @Test
    void endsASessionOneWayOnlyWhenItsPayerRevokesWhileItIsSettled() {
        List<SessionGrant> sessions = IntStream.range(0, 10)
                .mapToObj(i -> bench.session(bench.payer(), 1000))
                .toList();
        sessions.forEach(session -> bench.payers.revoke(
                bench.value("SELECT tx_id FROM deposits WHERE payment_id = $1", session.paymentId())));
        List<Future<?>> atOnce = new ArrayList<>();
        DepositWatcher watcher =
                new DepositWatcher(database, bench.settlements, bench.methods, new SimpleMeterRegistry());
        sessions.forEach(session -> atOnce.add(settle(session, 400)));
        atOnce.add(watcher.pass());
        Await.of(Future.join(atOnce));
        for (SessionGrant session : sessions) {
            String state = bench.value("SELECT state FROM payments WHERE id = $1", session.paymentId());
            assertTrue(List.of("settled", "reversed").contains(state), state);
            if (state.equals("settled")) {
                bench.finish(bench.collection(session));
            }
            assertEquals(
                    "reversed", bench.value("SELECT state FROM deposits WHERE payment_id = $1", session.paymentId()));
        }
        assertEquals("0", bench.booked("merchant", VoucherMethod.COIN));
    }

    private Future<SettleOutcome> settle(SessionGrant session, long consumed) {
        return bench.settlements.settle(bench.caller, VoucherBench.report(session, 1, consumed), "client_end");
    }

    private String merchant() {
        return bench.caller.merchantId();
    }

    private RefundWorker worker() {
        return new RefundWorker(vertx, bench.engine(TransferRails.of(bench.methods)), RefundPolicy.DEFAULT);
    }
}
