package io.ws402.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final long MILLI = 1_000_000;

    private final Lateness lateness = new Lateness(1_000 * MILLI);
    private final Lateness.Series series = lateness.new Series();

    @Test
    void isNoneWhereEverythingComesAtItsInterval() {
        for (int i = 0; i < 100; i++) {
            series.came(7 * MILLI + i * 1_000L * MILLI);
        }
        assertEquals(1, lateness.millisOf(1));
    }

    @Test
    void isHeldAgainstTheBeatAndNotAgainstTheOneBefore() {
        series.came(0);
        series.came(1_030 * MILLI);
        series.came(2_030 * MILLI);
        assertEquals(1, lateness.millisOf(1.0 / 3));
        assertEquals(31, lateness.millisOf(2.0 / 3));
        assertEquals(31, lateness.millisOf(1));
    }

    @Test
    void isHeldAgainstTheMostPunctualWhenTheFirstWasLate() {
        series.came(40 * MILLI);
        series.came(1_000 * MILLI);
        series.came(2_025 * MILLI);
        lateness.forget();
        series.came(3_000 * MILLI);
        series.came(4_013 * MILLI);
        assertEquals(14, lateness.millisOf(1));
    }

    @Test
    void growsWithADrift() {
        for (int i = 0; i < 10; i++) {
            series.came(i * 1_010L * MILLI);
        }
        assertEquals(91, lateness.millisOf(1));
    }

    @Test
    void tellsEachSeriesByItsOwnBeat() {
        Lateness.Series other = lateness.new Series();
        series.came(0);
        other.came(500 * MILLI);
        series.came(1_001 * MILLI);
        other.came(1_501 * MILLI);
        assertEquals(2, lateness.millisOf(0.99));
    }

    @Test
    void countsWhatComesMuchTooLateAsTenSeconds() {
        series.came(0);
        series.came(3_600_000 * MILLI);
        assertEquals(10_001, lateness.millisOf(1));
    }

    @Test
    void hasNoFigureForNothing() {
        assertThrows(IllegalStateException.class, () -> lateness.millisOf(0.99));
    }
}
