package io.ws402.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.chaos.history.Theatre;
import io.ws402.chaos.mutant.Mutant;
import io.ws402.chaos.mutant.MutantHunt;
import io.ws402.chaos.mutant.Mutants;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@ExtendWith(TheatreExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class MutantTest {
    private static final long FIRST_SEED = 1;
    private static final int HISTORIES = 300;

    @TestFactory
    Stream<DynamicTest> everyMutantIsNoticed(Theatre theatre) {
        BlockingQueue<MutantHunt> idle = new LinkedBlockingQueue<>();
        for (int hunter = 0; hunter < Runtime.getRuntime().availableProcessors(); hunter++) {
            idle.add(new MutantHunt(theatre));
        }
        return Mutants.all().stream()
                .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> {
                    MutantHunt hunt = idle.take();
                    try {
                        isNoticed(hunt, mutant);
                    } finally {
                        idle.add(hunt);
                    }
                }));
    }

    private static void isNoticed(MutantHunt hunt, Mutant mutant) {
        boolean noticed = hunt.hunt(mutant, FIRST_SEED, HISTORIES).isPresent();
        assertTrue(mutant.altered().get() > 0, "nothing was altered: what it alters has changed");
        assertTrue(noticed, "not noticed in " + HISTORIES + " histories");
    }
}
