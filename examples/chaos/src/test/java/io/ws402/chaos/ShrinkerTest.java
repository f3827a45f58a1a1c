package io.ws402.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.chaos.database.Stage;
import io.ws402.chaos.history.History;
import io.ws402.chaos.history.Outcome;
import io.ws402.chaos.history.Script;
import io.ws402.chaos.history.Shrinker;
import io.ws402.chaos.history.Theatre;
import io.ws402.chaos.mutant.Mutant;
import io.ws402.chaos.mutant.MutantHunt;
import io.ws402.chaos.mutant.Mutants;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TheatreExtension.class)
class ShrinkerTest {
    private static final int HISTORIES = 50;

    @Test
    void leavesOnlyWhatBreaksTheRuleAndTellsItInWords(Theatre theatre) {
        Mutant mutant = Mutants.all().stream()
                .filter(each -> each.name().equals("finality is not waited for"))
                .findFirst()
                .orElseThrow();
        Outcome failing =
                new MutantHunt(theatre).hunt(mutant, 1, HISTORIES).orElseThrow().outcome();
        Stage stage = theatre.stage();
        Shrinker shrinker = new Shrinker(script -> play(theatre, stage, mutant, script, new ArrayList<>()));

        Outcome smallest = shrinker.shrink(failing);

        assertEquals(rule(failing), rule(smallest));
        int steps = smallest.steps() - smallest.script().leftOut().size();
        assertTrue(steps <= failing.steps() / 2, () -> steps + " steps of " + failing.steps() + " are left");
        List<String> told = new ArrayList<>();
        assertEquals(
                smallest.hash(),
                play(theatre, stage, mutant, smallest.script(), told).hash());
        assertTrue(told.getLast().contains(rule(failing)), () -> told.toString());
    }

    private static String rule(Outcome outcome) {
        return outcome.violations().getFirst().rule();
    }

    private static Outcome play(Theatre theatre, Stage stage, Mutant mutant, Script script, List<String> told) {
        return History.play(script, stage, theatre.parts(), mutant.alterations(), told::add);
    }
}
