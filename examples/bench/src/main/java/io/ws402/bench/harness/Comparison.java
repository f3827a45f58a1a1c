package io.ws402.bench.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of all runs for one figure.
 *
 * @param name the benchmark
 * @param what the figure, and beside what it stands
 * @param ours median
 * @param limit median of what it is held against; null where there is nothing
 * @param ratio median of the runs' own ratios, ours to limit, so that what disturbed both sides of a run cancels; null
 *     without a limit, or beside one of nothing
 * @param unit of {@code ours} and {@code limit}
 * @param spread largest less smallest, as a part of the median: of the ratios, or of ours where there is no limit
 */
public record Comparison(
        String name,
        String what,
        double ours,
        @Nullable Double limit,
        @Nullable Double ratio,
        String unit,
        double spread) {
    /** Of pairs that were measured in the same runs. */
    static Comparison of(String name, String what, String unit, List<Double> ours, List<Double> limits) {
        if (limits.contains(0.0)) {
            // Too little to be measured: nothing can be so many times as much.
            return new Comparison(name, what, median(ours), median(limits), null, unit, spread(ours));
        }
        List<Double> ratios = new ArrayList<>();
        for (int run = 0; run < ours.size(); run++) {
            ratios.add(ours.get(run) / limits.get(run));
        }
        return new Comparison(name, what, median(ours), median(limits), median(ratios), unit, spread(ratios));
    }

    /** Of something that stands alone. */
    static Comparison alone(String name, String what, String unit, List<Double> ours) {
        return new Comparison(name, what, median(ours), null, null, unit, spread(ours));
    }

    /** The middle one, or the mean of the two middle ones. */
    static double median(List<Double> values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double spread(List<Double> values) {
        double[] sorted = sorted(values);
        double range = sorted[sorted.length - 1] - sorted[0];
        return range == 0 ? 0 : range / Math.abs(median(values));
    }

    private static double[] sorted(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
