package io.ws402.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void readsTheKernelsLists() {
        assertEquals(List.of(0, 1, 2, 3, 8), Cores.parse("0-3,8"));
        assertEquals(List.of(5), Cores.parse("5"));
    }

    @Test
    void givesTheProgramOneCoreAndTheLoadTheRest() {
        Cores cores = new Cores(List.of(2, 3, 7));
        assertEquals(List.of("taskset", "-c", "2"), cores.program(0));
        assertEquals(List.of("taskset", "-c", "3,7"), cores.load(1));
        assertEquals(List.of("taskset", "-c", "7"), cores.load(2));
        assertEquals(2, cores.forPrograms());
    }

    @Test
    void keepsACoreForTheLoadHoweverManyProgramsThereAre() {
        Cores cores = new Cores(List.of(0, 1));
        assertEquals(List.of("taskset", "-c", "0"), cores.program(1));
        assertEquals(List.of("taskset", "-c", "1"), cores.load(2));
    }

    @Test
    void pinsNothingOnOneCore() {
        Cores cores = new Cores(List.of(0));
        assertFalse(cores.pins());
        assertEquals(List.of(), cores.program(0));
        assertEquals(List.of(), cores.load(1));
    }
}
