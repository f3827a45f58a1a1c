package io.ws402.chaos.mutant;

import io.ws402.chaos.database.Stage;
import io.ws402.chaos.history.History;
import io.ws402.chaos.history.Outcome;
import io.ws402.chaos.history.Script;
import io.ws402.chaos.history.Theatre;
import java.util.Optional;

/** Plays histories of a mutant until one breaks a rule. */
public final class MutantHunt {
    private final Theatre theatre;
    private final Stage stage;

    /** On a stage that all mutants share whose schema is the gateway's own. */
    public MutantHunt(Theatre theatre) {
        this.theatre = theatre;
        this.stage = theatre.stage();
    }

    /**
     * A mutant that was noticed.
     *
     * @param histories how many it took
     * @param outcome the one that broke a rule
     */
    public record Caught(int histories, Outcome outcome) {}

    /** Hunts it; empty when it was not noticed in so many histories. Blocking. */
    public Optional<Caught> hunt(Mutant mutant, long firstSeed, int atMost) {
        if (mutant.schema().isEmpty()) {
            return hunt(mutant, firstSeed, atMost, stage);
        }
        try (Stage changed = theatre.ownStage()) {
            mutant.schema().forEach(changed::change);
            return hunt(mutant, firstSeed, atMost, changed);
        }
    }

    private Optional<Caught> hunt(Mutant mutant, long firstSeed, int atMost, Stage on) {
        for (int number = 0; number < atMost; number++) {
            Script script = Script.of(firstSeed + number);
            Outcome outcome = History.play(script, on, theatre.parts(), mutant.alterations(), line -> {});
            if (!outcome.holds() && mutant.altered().get() == 0) {
                throw new IllegalStateException(mutant.name() + ": a rule was broken before anything was altered; seed "
                        + (firstSeed + number) + " breaks it by itself, or the mutant does more than it says");
            }
            if (!outcome.holds()) {
                return Optional.of(new Caught(number + 1, outcome));
            }
        }
        return Optional.empty();
    }
}
