package io.ws402.server.pricing;

import static java.math.BigInteger.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.server.testing.ManualClock;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final BigInteger RICH = BigInteger.valueOf(1_000_000_000);

    private final ManualClock clock = new ManualClock();

    @Test
    void chargesThePartOfASecondThatWasUsed() {
        Meter meter = started(PricePlan.perSecond(units(100), 3600), RICH);
        clock.advanceMillis(2_900);
        assertEquals(units(290), meter.consumed(meter.reading()));
    }

    @Test
    void runsOnUpToABalanceThatHasGrownBeyondWhatFitsALong() {
        Meter meter = started(PricePlan.perSecond(units(100), 3600), units(200));
        clock.advanceMillis(2_000);
        assertTrue(meter.exhausted());
        assertTrue(meter.raise(units(350)));
        assertFalse(meter.raise(units(350)));
        assertEquals(1_500_000_000L, meter.nanosUntilExhausted());
        clock.advanceMillis(5_000);
        assertEquals(units(350), meter.consumed(meter.reading()));
        assertTrue(meter.raise(BigInteger.TWO.pow(80)));
        assertFalse(meter.exhausted());
        assertEquals(units(700), meter.consumed(meter.reading()));
    }

    @Test
    void tellsHowMuchMoreTimeThanIsPaidForTheSessionCanLast() {
        assertEquals(
                3598, started(PricePlan.perSecond(units(100), 3600), units(207)).secondsUnpaid());
        assertEquals(
                0,
                started(PricePlan.perSecond(units(100), 3600), units(360_000)).secondsUnpaid());
        assertEquals(0, started(PricePlan.perSecond(units(100), 3600), RICH).secondsUnpaid());
    }

    @Test
    void chargesNothingBeforeItStartsAndAfterItStops() {
        Meter meter = new Meter(PricePlan.perSecond(units(100), 3600), RICH, Reading.ZERO, clock);
        clock.advanceMillis(500);
        meter.start();
        clock.advanceMillis(1_000);
        meter.stop();
        clock.advanceMillis(700);
        assertEquals(new Reading(1_000, 0, 0), meter.reading());
    }

    @Test
    void roundsOnceOverManyShortStretches() {
        Meter meter = new Meter(PricePlan.perSecond(units(3), 3600), RICH, Reading.ZERO, clock);
        for (int stretch = 0; stretch < 1000; stretch++) {
            meter.start();
            clock.advanceNanos(1_999_999);
            meter.stop();
            clock.advanceMillis(10);
        }
        assertEquals(1_999, meter.reading().elapsedMs());
        assertEquals(units(5), meter.consumed(meter.reading()));
    }

    @Test
    void goesOnFromWhatAnEarlierServerMeasured() {
        PricePlan plan = new PricePlan(units(100), units(1 << 20), units(7), 3600);
        Meter meter = new Meter(plan, RICH, new Reading(1_500, 10, 2), clock);
        meter.start();
        clock.advanceMillis(1_500);
        meter.count(5, true);
        assertEquals(new Reading(3_000, 15, 3), meter.reading());
        assertEquals(units(300 + 15 + 21), meter.consumed(meter.reading()));
    }

    @Test
    void clampsToTheBalance() {
        Meter meter = started(PricePlan.perSecond(units(100), 3600), units(250));
        clock.advanceMillis(9_999);
        assertEquals(units(250), meter.consumed(meter.reading()));
        assertTrue(meter.exhausted());
    }

    @Test
    void tellsToTheMillisecondWhenTheBalanceRunsOut() {
        Meter meter = started(PricePlan.perSecond(units(3), 3600), units(10));
        assertEquals(Duration.ofMillis(3_334).toNanos(), meter.nanosUntilExhausted());
        clock.advanceNanos(3_333_999_999L);
        assertFalse(meter.exhausted());
        clock.advanceNanos(1);
        assertTrue(meter.exhausted());
        assertEquals(0, meter.nanosUntilExhausted());
    }

    @Test
    void trafficBringsTheEndNearer() {
        Meter meter = started(new PricePlan(units(10), units(1 << 20), ZERO, 3600), units(100));
        meter.count(40, true);
        assertEquals(Duration.ofSeconds(6).toNanos(), meter.nanosUntilExhausted());
        meter.count(60, true);
        assertTrue(meter.exhausted());
    }

    @Test
    void tellsWhetherTheEndComesBeforeAMomentToTheNanosecond() {
        Meter meter = started(PricePlan.perSecond(units(300), 3600), units(1_000));
        clock.advanceNanos(1_234_567);
        long end = clock.getAsLong() + meter.nanosUntilOver();
        assertFalse(meter.overBefore(end));
        assertTrue(meter.overBefore(end + 1));
        assertFalse(started(PricePlan.perSecond(BigInteger.ZERO, Long.MAX_VALUE), RICH)
                .overBefore(Long.MAX_VALUE));
    }

    @Test
    void neverRunsOutWhenOnlyTrafficCostsAndThereIsNone() {
        Meter meter = started(new PricePlan(ZERO, ZERO, units(5), 60), units(10));
        assertEquals(Long.MAX_VALUE, meter.nanosUntilExhausted());
        assertEquals(Duration.ofSeconds(60).toNanos(), meter.nanosUntilOver());
        clock.advance(Duration.ofSeconds(59));
        assertFalse(meter.atMaxDuration());
        clock.advance(Duration.ofSeconds(2));
        assertTrue(meter.atMaxDuration());
        assertFalse(meter.exhausted());
    }

    @Test
    void doesNotCountTimePastTheMaximumDuration() {
        Meter meter = started(PricePlan.perSecond(units(1), 60), RICH);
        clock.advance(Duration.ofSeconds(61));
        assertEquals(60_000, meter.reading().elapsedMs());
    }

    @Test
    void confirmsOnlyUpToTheLastSignOfLife() {
        Meter meter = started(new PricePlan(units(100), ZERO, units(1), 3600), RICH);
        clock.advanceMillis(400);
        meter.count(3, true);
        meter.confirm();
        clock.advanceMillis(5_000);
        meter.count(9, true);
        assertEquals(new Reading(400, 3, 1), meter.confirmed());
        assertEquals(new Reading(5_400, 12, 2), meter.reading());
    }

    @Test
    void countsTheFragmentsOfAMessageAsOneMessage() {
        Meter meter = started(PricePlan.perSecond(units(1), 60), RICH);
        meter.count(10, true);
        meter.count(10, false);
        assertEquals(new Reading(0, 20, 1), meter.reading());
    }

    private Meter started(PricePlan plan, BigInteger balance) {
        Meter meter = new Meter(plan, balance, Reading.ZERO, clock);
        meter.start();
        return meter;
    }

    private static BigInteger units(long units) {
        return BigInteger.valueOf(units);
    }
}
