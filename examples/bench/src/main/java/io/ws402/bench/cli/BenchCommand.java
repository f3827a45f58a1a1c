package io.ws402.bench.cli;

import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Comparison;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.NotHereException;
import io.ws402.bench.harness.Runs;
import io.ws402.bench.harness.Stand;
import io.ws402.bench.process.Cores;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what was asked for. */
@Command(
        name = "ws402 bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what the product costs, each time beside its limit: the same work without what the product adds,"
                    + " in the same run, in turns. docs/PERFORMANCE.md says what each figure means.",
            "",
            "Progress goes to standard error. No figure is a failure.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:measured; what this machine can not measure is named",
            "64:an option makes no sense",
            "70:something could not be measured that should have been"
        })
final class BenchCommand implements Callable<Integer> {
    private final List<Benchmark> benchmarks;
    private final List<Comparison> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean failed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description =
                    "this one alone, or these: held, relay, open, verify, verify-signed, checkpoint, refunds, scale, growth")
    private List<String> only = List.of();

    @Option(names = "--quick", description = "one short run of a twentieth of the load, to see that everything works")
    private boolean quick;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "how often each side is measured (default: 5, with --quick 1)")
    private @Nullable Integer runs;

    @Option(
            names = "--load",
            paramLabel = "PERCENT",
            description = "how much of the full load (default: 100, with --quick 5)")
    private @Nullable Integer load;

    @Option(names = "--json", description = "print one JSON list of {name, what, ours, limit, ratio, unit, spread}")
    private boolean json;

    BenchCommand(List<Benchmark> benchmarks) {
        this.benchmarks = benchmarks;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Benchmark> chosen = chosen();
        Effort effort = effort();
        if (!Cores.here().pins()) {
            notes.add("one core, or no taskset: no program had a core of its own");
        }
        for (Benchmark benchmark : chosen) {
            measure(benchmark, effort);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(FiguresJson.of(figures).encodePrettily());
            notes.forEach(spec.commandLine().getErr()::println);
        } else {
            new FiguresTable(out).print(figures);
            notes.forEach(out::println);
        }
        out.flush();
        return failed ? ExitCodes.DEFECT : ExitCodes.OK;
    }

    /** What fails keeps nothing else from being measured: a whole run takes long. */
    private void measure(Benchmark benchmark, Effort effort) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        err.println(benchmark.name() + ": " + benchmark.about());
        try (Stand stand = benchmark.stand(effort)) {
            figures.addAll(Runs.of(benchmark.name(), stand.sides(), effort.runs(), line -> err.println("  " + line)));
            notes.addAll(stand.notes());
        } catch (NotHereException lacking) {
            notes.add("not measured: " + benchmark.name() + ": " + lacking.getMessage());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception failure) {
            failed = true;
            notes.add("FAILED: " + benchmark.name() + ": " + failure.getMessage());
            if (System.getenv("WS402_DEBUG") != null) {
                failure.printStackTrace(err);
            }
        }
    }

    private List<Benchmark> chosen() {
        Set<String> unknown = new LinkedHashSet<>(only);
        benchmarks.forEach(benchmark -> unknown.remove(benchmark.name()));
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no benchmark " + String.join(", ", unknown) + "; there are "
                            + benchmarks.stream().map(Benchmark::name).collect(Collectors.joining(", ")));
        }
        return benchmarks.stream()
                .filter(benchmark -> only.isEmpty() || only.contains(benchmark.name()))
                .toList();
    }

    private Effort effort() {
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        try {
            effort = runs == null ? effort : effort.withRuns(runs);
            return load == null ? effort : effort.withLoad(load);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
