package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.refund.FaultyRail.Answer;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, DatabaseExtension.class})
final class RefundNumbersTest {
    private final RefundBench bench;
    private final FakeChain chain = new FakeChain();
    private final ConnectionSettings settings;
    private final Vertx vertx;

    RefundNumbersTest(Database database, ConnectionSettings settings, Vertx vertx) {
        this.settings = settings;
        this.bench = new RefundBench(database);
        this.vertx = vertx;
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void givesTwentyRefundsInParallelTwentyNumbersAndLosesNone() {
        bench.startTheSignersNumbersAnew();
        List<String> refunds = IntStream.range(0, 20)
                .mapToObj(i -> bench.planned(100 + i, "0xpayer"))
                .toList();
        List<RefundWorker> workers = IntStream.range(0, 3)
                .mapToObj(i -> new RefundWorker(vertx, bench.engine(chain), RefundPolicy.DEFAULT))
                .toList();
        for (int round = 0; round < 30 && !bench.states().equals(List.of("confirmed")); round++) {
            Await.of(Future.join(workers.stream().map(RefundWorker::pass).toList()));
            chain.mine();
            bench.makeDue();
        }
        assertEquals(List.of("confirmed"), bench.states());
        assertEquals(20, chain.arrived().size());
        assertEquals(new HashSet<>(refunds), new HashSet<>(chain.arrived()));
        assertEquals(
                "5 to 24, 20",
                bench.value(
                        "SELECT min(sequence) || ' to ' || max(sequence) || ', ' || count(DISTINCT sequence) FROM refunds"
                                + " WHERE merchant_id = $1",
                        bench.merchantId));
        assertEquals("25", bench.value("SELECT next_sequence FROM signer_sequences"));
        assertEquals(
                "20",
                bench.value(
                        "SELECT count(*) FROM refund_transactions t JOIN refunds r ON r.id = t.refund_id WHERE r.merchant_id = $1",
                        bench.merchantId));
    }

    /** Gateways die at work and their connections with them, after ever so many answers of the rail; others go on. */
    @RepeatedTest(4)
    void losesNoNumberAndGivesNoneTwiceWhileGatewaysDieAtWork(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        bench.startTheSignersNumbersAnew();
        List<String> refunds = IntStream.range(0, 20)
                .mapToObj(i -> bench.planned(100 + i, "0xpayer"))
                .toList();
        for (int life = 0; life < 2; life++) {
            Await.of(Future.join(
                    passOfAGatewayThatDies(1 + random.nextInt(40)), passOfAGatewayThatDies(1 + random.nextInt(80))));
            chain.mine();
            bench.makeDue();
        }
        RefundWorker survivor = new RefundWorker(vertx, bench.engine(chain), RefundPolicy.DEFAULT);
        for (int round = 0; round < 30 && !bench.states().equals(List.of("confirmed")); round++) {
            Await.of(survivor.pass());
            chain.mine();
            bench.makeDue();
        }
        assertEquals(List.of("confirmed"), bench.states());
        assertEquals(20, chain.arrived().size());
        assertEquals(new HashSet<>(refunds), new HashSet<>(chain.arrived()));
        assertEquals(
                "5 to 24, 20",
                bench.value(
                        "SELECT min(sequence) || ' to ' || max(sequence) || ', ' || count(DISTINCT sequence) FROM refunds"
                                + " WHERE merchant_id = $1",
                        bench.merchantId));
    }

    /** What it has asked for when it dies may still happen; it learns nothing of it. */
    private Future<Void> passOfAGatewayThatDies(int afterAnswers) {
        Database connections = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()));
        AtomicInteger answers = new AtomicInteger();
        FaultyRail rail =
                new FaultyRail(chain, () -> answers.incrementAndGet() >= afterAnswers ? Answer.KILLS : Answer.ARRIVES);
        Future<Integer> pass = new RefundWorker(vertx, bench.engine(connections, rail), RefundPolicy.DEFAULT).pass();
        return Future.any(pass, rail.death())
                .otherwiseEmpty()
                .onComplete(over -> connections.close())
                .mapEmpty();
    }
}
