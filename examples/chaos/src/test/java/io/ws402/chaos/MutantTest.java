package io.ws402.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.chaos.history.Theatre;
import io.ws402.chaos.mutant.MutantHunt;
import io.ws402.chaos.mutant.Mutants;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TheatreExtension.class)
class MutantTest {
    private static final long FIRST_SEED = 1;
    private static final int HISTORIES = 1000;

    @TestFactory
    Stream<DynamicTest> everyMutantIsNoticed(Theatre theatre) {
        MutantHunt hunt = new MutantHunt(theatre);
        return Mutants.all().stream()
                .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> {
                    boolean noticed = hunt.hunt(mutant, FIRST_SEED, HISTORIES).isPresent();
                    assertTrue(
                            mutant.altered().get() > 0, "nothing was altered: the statement it rewrites has changed");
                    assertTrue(noticed, "not noticed in " + HISTORIES + " histories");
                }));
    }
}
