package io.ws402.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Measures the sides of a benchmark in turns: ours, limit, then limit, ours, and so on, so that no side is always first. */
public final class Runs {
    private final String name;
    private final List<Measured> sides;

    private Runs(String name, List<Side> sides) {
        this.name = name;
        this.sides = sides.stream()
                .map(side -> new Measured(side, new ArrayList<>()))
                .toList();
    }

    /** A side with what came of each run. */
    private record Measured(Side side, List<Map<Figure, Double>> runs) {
        Set<Figure> figures() {
            return runs.getFirst().keySet();
        }

        List<Double> values(Figure figure) {
            return runs.stream()
                    .map(values -> Objects.requireNonNull(values.get(figure), figure.what()))
                    .toList();
        }
    }

    /**
     * Measures everything.
     *
     * @param progress hears of each measurement before it begins
     * @throws Exception the first that a measurement threw
     */
    public static List<Comparison> of(String name, List<Side> sides, int runs, Consumer<String> progress)
            throws Exception {
        Runs all = new Runs(name, sides);
        for (int run = 0; run < runs; run++) {
            for (Measured each : run % 2 == 0 ? all.sides : all.sides.reversed()) {
                progress.accept(name + ", run " + (run + 1) + " of " + runs + ": "
                        + each.side().name());
                each.runs().add(each.side().measurement().measure());
            }
        }
        return all.comparisons();
    }

    private List<Comparison> comparisons() {
        Measured ours = sides.getFirst();
        List<Comparison> comparisons = new ArrayList<>();
        for (Figure figure : ours.figures()) {
            List<Measured> others = sides.stream()
                    .skip(1)
                    .filter(side -> side.figures().contains(figure))
                    .toList();
            for (Measured other : others) {
                comparisons.add(Comparison.of(
                        name,
                        figure.what() + ", beside " + other.side().name(),
                        figure.unit(),
                        ours.values(figure),
                        other.values(figure)));
            }
            if (others.isEmpty()) {
                comparisons.add(Comparison.alone(name, figure.what(), figure.unit(), ours.values(figure)));
            }
        }
        return comparisons;
    }
}
