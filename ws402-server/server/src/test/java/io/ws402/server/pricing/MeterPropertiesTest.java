package io.ws402.server.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.server.testing.ManualClock;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random plans, balances and histories, from a few units to far beyond what a {@code long} holds. */
class MeterPropertiesTest {
    private static final int HISTORIES = 3_000;
    private static final int STEPS = 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 402, 20_251_121})
    void agreesWithExactArithmeticAndNeverExceedsTheBalance(long seed) {
        Random random = new Random(seed);
        for (int history = 0; history < HISTORIES; history++) {
            PricePlan plan = plan(random);
            BigInteger balance = amount(random);
            Reading before = new Reading(random.nextInt(100_000), random.nextLong(1L << 40), random.nextInt(1_000));
            ManualClock clock = new ManualClock();
            Meter meter = new Meter(plan, balance, before, clock);
            BigInteger last = BigInteger.ZERO;
            for (int step = 0; step < STEPS; step++) {
                happen(random, meter, clock);
                Reading reading = meter.reading();
                BigInteger consumed = meter.consumed(reading);
                String seen = plan + " " + balance + " " + reading + " seed " + seed + " history " + history;
                assertEquals(plan.cost(reading).min(balance), consumed, seen);
                assertTrue(consumed.compareTo(last) >= 0, seen);
                assertTrue(meter.consumed(meter.confirmed()).compareTo(consumed) <= 0, seen);
                boolean usedUp = plan.cost(reading).compareTo(balance) >= 0;
                assertEquals(usedUp, meter.exhausted(), seen);
                last = consumed;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 99, 31_337})
    void isExhaustedExactlyWhenItSaidItWouldBe(long seed) {
        Random random = new Random(seed);
        for (int history = 0; history < HISTORIES; history++) {
            ManualClock clock = new ManualClock();
            Meter meter = new Meter(plan(random), amount(random), Reading.ZERO, clock);
            meter.start();
            meter.count(random.nextInt(10_000), true);
            long wait = meter.nanosUntilExhausted();
            if (wait > 1 && wait < 1_000_000_000_000L) {
                clock.advanceNanos(wait - 1);
                assertTrue(!meter.exhausted() || meter.atMaxDuration(), "early, seed " + seed + " history " + history);
                clock.advanceNanos(1);
                assertTrue(meter.exhausted() || meter.atMaxDuration(), "late, seed " + seed + " history " + history);
            }
        }
    }

    private static void happen(Random random, Meter meter, ManualClock clock) {
        switch (random.nextInt(6)) {
            case 0 -> meter.start();
            case 1 -> meter.stop();
            case 2 -> meter.confirm();
            case 3 -> meter.count(random.nextInt(1 << 20), random.nextBoolean());
            default -> clock.advanceNanos(random.nextLong(20_000_000_000L));
        }
    }

    private static PricePlan plan(Random random) {
        return new PricePlan(amount(random), amount(random), amount(random), 1 + random.nextInt(7_200));
    }

    private static BigInteger amount(Random random) {
        return random.nextInt(5) == 0 ? BigInteger.ZERO : new BigInteger(1 + random.nextInt(90), random);
    }
}
