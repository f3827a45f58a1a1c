package io.ws402.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.chaos.database.Stage;
import io.ws402.chaos.history.History;
import io.ws402.chaos.history.Outcome;
import io.ws402.chaos.history.Script;
import io.ws402.chaos.history.Simulation;
import io.ws402.chaos.history.Simulation.Report;
import io.ws402.chaos.history.Theatre;
import io.ws402.chaos.world.Alterations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TheatreExtension.class)
class SimulationTest {
    private static final int HISTORIES = 500;
    private static final int FEWEST_FAULTS_EACH = 3;

    private final Theatre theatre;

    SimulationTest(Theatre theatre) {
        this.theatre = theatre;
    }

    @Test
    void everyRuleHoldsInEveryHistory() throws InterruptedException {
        int atOnce = Runtime.getRuntime().availableProcessors();
        Report report = new Simulation(theatre, Alterations.NONE).play(1, HISTORIES, atOnce, played -> {});

        assertEquals(List.of(), report.failed());
        assertEquals(HISTORIES, report.histories());
        assertTrue(
                report.faults() >= HISTORIES * FEWEST_FAULTS_EACH,
                () -> "only " + report.faults() + " faults in " + HISTORIES + " histories");
    }

    @Test
    void oneSeedIsOneHistoryWhateverWasPlayedBefore() {
        Stage used = theatre.stage();
        Stage fresh = theatre.stage();
        for (long seed = 900; seed < 910; seed++) {
            Outcome once = play(used, seed);
            Outcome again = play(used, seed);
            assertEquals(once.hash(), again.hash(), "seed " + seed);
        }
        assertEquals(play(used, 905).hash(), play(fresh, 905).hash());
    }

    private Outcome play(Stage stage, long seed) {
        return History.play(Script.of(seed), stage, theatre.parts(), Alterations.NONE, line -> {});
    }
}
