package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.refund.FaultyRail.Answer;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever dies wherever: one transfer on the rail for each refund, and the books agree. */
@ExtendWith(DatabaseExtension.class)
final class RefundCrashTest {
    private final RefundBench bench;
    private final FakeChain chain = new FakeChain();

    RefundCrashTest(Database database) {
        this.bench = new RefundBench(database);
    }

    @BeforeEach
    void startTheSignersNumbersAnew() {
        bench.startTheSignersNumbersAnew();
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    /** The rail is asked, in this order: plan, next number, sign, dispatch, reconcile. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void refundsOnceWhenTheGatewayDiesOverAnyAnswerOfTheRail(int fatal) {
        String refund = bench.planned(700, "0xpayer");
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 30 && !bench.state(refund).equals("confirmed"); i++) {
            FaultyRail rail =
                    new FaultyRail(chain, () -> asked.incrementAndGet() == fatal ? Answer.KILLS : Answer.ARRIVES);
            bench.stepOrDie(rail, refund);
            chain.mine();
        }
        assertTrue(asked.get() > fatal, "it never died");
        assertEquals(List.of(refund), chain.arrived());
        assertEquals("confirmed", bench.state(refund));
        assertEquals("3", bench.booked("network_fees"));
    }

    /** Many refunds of one signer, answers lost, gateways dead, and a rail that forgets, sticks, and gives numbers away. */
    @RepeatedTest(12)
    void refundsEachOnceThroughAnyHistoryOfDeathsAndFaults(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> refunds = IntStream.range(0, 4)
                .mapToObj(i -> bench.planned(100 + i, i == 3 ? FakeChain.REFUSES : "0xpayer" + i))
                .toList();
        for (int i = 0; i < 60; i++) {
            trouble(random);
            step(refunds.get(random.nextInt(refunds.size())), () -> anyAnswer(random));
        }
        for (int round = 0; !bench.states().equals(List.of("confirmed", "credited")); round++) {
            assertTrue(round < 30, () -> "not done: " + bench.states());
            refunds.forEach(refund -> step(refund, () -> Answer.ARRIVES));
            chain.mine();
        }
        assertEquals(new HashSet<>(refunds.subList(0, 3)), new HashSet<>(chain.arrived()));
        assertEquals(3, chain.arrived().size());
        assertEquals("-103", bench.booked("payer_credit"));
    }

    private void trouble(Random random) {
        switch (random.nextInt(12)) {
            case 0 -> chain.forget();
            case 1 -> chain.stick();
            case 2 -> chain.numberTakenByAnother();
            case 3, 4 -> chain.mine();
            default -> {}
        }
    }

    private void step(String refund, Supplier<Answer> answers) {
        if (!List.of("confirmed", "credited").contains(bench.state(refund))) {
            bench.stepOrDie(new FaultyRail(chain, answers), refund);
        }
    }

    private static Answer anyAnswer(Random random) {
        int percent = random.nextInt(100);
        return percent < 20 ? Answer.KILLS : percent < 40 ? Answer.IS_LOST : Answer.ARRIVES;
    }
}
