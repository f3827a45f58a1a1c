package io.ws402.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures the sides of a benchmark in turns: ours, limit, then limit, ours, and so on, so that no side is always first. */
public final class Runs {
    private final String name;
    private final List<Side> sides;
    private final Map<Side, List<Map<Figure, Double>>> measured = new LinkedHashMap<>();

    private Runs(String name, List<Side> sides) {
        this.name = name;
        this.sides = sides;
        sides.forEach(side -> measured.put(side, new ArrayList<>()));
    }

    /**
     * Measures everything.
     *
     * @param progress hears of each measurement before it begins
     * @throws Exception the first that a measurement threw
     */
    public static List<Comparison> of(String name, List<Side> sides, int runs, Consumer<String> progress)
            throws Exception {
        Runs all = new Runs(name, List.copyOf(sides));
        for (int run = 0; run < runs; run++) {
            for (Side side : run % 2 == 0 ? all.sides : all.sides.reversed()) {
                progress.accept(name + ", run " + (run + 1) + " of " + runs + ": " + side.name());
                all.measured.get(side).add(side.measurement().measure());
            }
        }
        return all.comparisons();
    }

    private List<Comparison> comparisons() {
        Side ours = sides.getFirst();
        List<Comparison> comparisons = new ArrayList<>();
        for (Figure figure : figures(ours)) {
            List<Side> others = sides.stream()
                    .skip(1)
                    .filter(side -> figures(side).contains(figure))
                    .toList();
            for (Side other : others) {
                comparisons.add(Comparison.of(
                        name,
                        figure.what() + ", beside " + other.name(),
                        figure.unit(),
                        values(ours, figure),
                        values(other, figure)));
            }
            if (others.isEmpty()) {
                comparisons.add(Comparison.alone(name, figure.what(), figure.unit(), values(ours, figure)));
            }
        }
        return comparisons;
    }

    private List<Figure> figures(Side side) {
        return List.copyOf(measured.get(side).getFirst().keySet());
    }

    private List<Double> values(Side side, Figure figure) {
        return measured.get(side).stream().map(values -> values.get(figure)).toList();
    }
}
