package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class RefundNumbersTest {
    private final RefundBench bench;
    private final FakeChain chain = new FakeChain();
    private final Vertx vertx;

    RefundNumbersTest(Database database, Vertx vertx) {
        this.bench = new RefundBench(database);
        this.vertx = vertx;
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void givesTwentyRefundsInParallelTwentyNumbersAndLosesNone() {
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
                        "SELECT min(sequence) || ' to ' || max(sequence) || ', ' || count(DISTINCT sequence) FROM refunds"));
        assertEquals("25", bench.value("SELECT next_sequence FROM signer_sequences"));
        assertEquals("20", bench.value("SELECT count(*) FROM refund_transactions"));
    }
}
