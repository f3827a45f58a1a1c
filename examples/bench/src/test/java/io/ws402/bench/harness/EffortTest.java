package io.ws402.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class EffortTest {
    @Test
    void takesItsPartOfAFullLoadAndNeverNothing() {
        assertEquals(10_000, Effort.FULL.of(10_000));
        assertEquals(500, Effort.QUICK.of(10_000));
        assertEquals(1, Effort.QUICK.withLoad(1).of(64));
    }

    @Test
    void refusesToDoNothingOrMoreThanAll() {
        assertThrows(IllegalArgumentException.class, () -> Effort.FULL.withRuns(0));
        assertThrows(IllegalArgumentException.class, () -> Effort.FULL.withLoad(0));
        assertThrows(IllegalArgumentException.class, () -> Effort.FULL.withLoad(101));
    }
}
