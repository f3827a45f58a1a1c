package io.ws402.chaos.cli;

import io.vertx.core.json.JsonObject;
import io.ws402.chaos.database.Stage;
import io.ws402.chaos.history.History;
import io.ws402.chaos.history.Outcome;
import io.ws402.chaos.history.Script;
import io.ws402.chaos.history.Shrinker;
import io.ws402.chaos.history.Simulation;
import io.ws402.chaos.history.Simulation.Report;
import io.ws402.chaos.history.Theatre;
import io.ws402.chaos.mutant.Mutant;
import io.ws402.chaos.mutant.MutantHunt;
import io.ws402.chaos.mutant.MutantHunt.Caught;
import io.ws402.chaos.mutant.Mutants;
import io.ws402.chaos.world.Alterations;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays random histories of the gateway with faults at every port. */
@Command(
        name = "ws402 chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Plays random histories of two gateways on one real PostgreSQL, with faults at every port, and holds every"
                    + " step against the rules of money.",
            "",
            "A history is its seed: a printed seed is played again, and told in words, by --seed SEED --histories 1.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:every rule held after every step",
            " 1:a rule did not hold; the smallest such history is printed",
            "64:an option makes no sense",
            "70:a defect of this program"
        })
final class ChaosCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** What is to be done. */
    static final class What {
        @Option(names = "--simulate", required = true, description = "play histories of the gateway as it is")
        private boolean simulate;

        @Option(
                names = "--mutants",
                required = true,
                description = "make the gateway wrong on purpose, one rule at a time, and show that it is noticed")
        private boolean mutants;

        private boolean isMutants() {
            return mutants && !simulate;
        }
    }

    @Option(
            names = "--histories",
            paramLabel = "N",
            defaultValue = "500",
            description = "how many (default: ${DEFAULT-VALUE})")
    private int histories;

    @Option(names = "--seed", paramLabel = "SEED", description = "of the first history (default: drawn from the clock)")
    private @Nullable Long seed;

    @Option(names = "--json", description = "print one JSON document: histories, faults, violations, seed")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (histories < 1) {
            throw new ParameterException(spec.commandLine(), "--histories must be at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long first = seed == null ? System.currentTimeMillis() : seed;
        try (WorkFolder folder = WorkFolder.create();
                Theatre theatre = Theatre.in(folder.path().resolve("postgres"))) {
            if (what.isMutants()) {
                return mutants(out, theatre, first);
            }
            Progress progress = new Progress(err, histories, !json && isTerminal());
            int atOnce = Math.min(histories, Runtime.getRuntime().availableProcessors());
            Report report = new Simulation(theatre, Alterations.NONE).play(first, histories, atOnce, progress::played);
            progress.done();
            long firstFailing = report.failed().isEmpty()
                    ? first
                    : report.failed().getFirst().script().seed();
            if (json) {
                out.println(new JsonObject()
                        .put("histories", report.histories())
                        .put("faults", report.faults())
                        .put("violations", report.failed().size())
                        .put("seed", firstFailing)
                        .encode());
            } else {
                tell(out, theatre, report, first);
            }
            out.flush();
            return report.failed().isEmpty() ? ExitCodes.OK : ExitCodes.VIOLATED;
        }
    }

    private int mutants(PrintWriter out, Theatre theatre, long first) {
        MutantHunt hunt = new MutantHunt(theatre);
        int missed = 0;
        for (Mutant mutant : Mutants.all()) {
            Optional<Caught> caught = hunt.hunt(mutant, first, histories);
            out.println(caught.map(found -> "noticed after " + found.histories() + " histories: " + mutant.name()
                            + "\n    " + found.outcome().violations().getFirst())
                    .orElse("NOT NOTICED in " + histories + " histories: " + mutant.name() + " (altered "
                            + mutant.altered() + " times)"));
            out.flush();
            missed += caught.isPresent() ? 0 : 1;
        }
        return missed == 0 ? ExitCodes.OK : ExitCodes.VIOLATED;
    }

    // Since JDK 22 there is a console even where there is no terminal; whether it is one, only the console knows.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private void tell(PrintWriter out, Theatre theatre, Report report, long first) {
        if (histories == 1) {
            replay(out, theatre, report.failed(), first);
        }
        for (Outcome failed : report.failed().stream().limit(1).toList()) {
            smallest(out, theatre, failed);
        }
        report.reached().forEach((state, times) -> out.printf("%9d  %s%n", times, state));
        out.println(report.histories() + " histories from seed " + first + ", " + report.faults() + " faults, "
                + report.failed().size() + " violations");
        report.failed()
                .forEach(failed -> out.println("  seed " + failed.script().seed() + ": "
                        + failed.violations().getFirst()));
    }

    private static void replay(PrintWriter out, Theatre theatre, List<Outcome> failed, long seed) {
        if (failed.isEmpty()) {
            play(theatre.stage(), theatre, Script.of(seed), out::println);
        }
    }

    private static void smallest(PrintWriter out, Theatre theatre, Outcome failed) {
        Stage stage = theatre.stage();
        Outcome smallest = new Shrinker(script -> play(stage, theatre, script, line -> {})).shrink(failed);
        out.println("The smallest history of seed " + failed.script().seed() + " that breaks a rule:");
        play(stage, theatre, smallest.script(), out::println);
        out.println();
    }

    private static Outcome play(Stage stage, Theatre theatre, Script script, Consumer<String> reader) {
        return History.play(script, stage, theatre.parts(), Alterations.NONE, reader);
    }
}
