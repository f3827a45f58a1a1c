package io.ws402.bench.cli;

import io.ws402.bench.harness.Comparison;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures for people. */
final class FiguresTable {
    private final PrintWriter out;

    FiguresTable(PrintWriter out) {
        this.out = out;
    }

    void print(List<Comparison> figures) {
        int width = figures.stream()
                .mapToInt(figure -> figure.what().length())
                .max()
                .orElse(0);
        String row = "%-13s  %-" + Math.max(4, width) + "s  %12s  %12s  %7s  %7s  %s%n";
        out.printf(row, "name", "what", "ours", "limit", "ratio", "spread", "unit");
        for (Comparison figure : figures) {
            out.printf(
                    row,
                    figure.name(),
                    figure.what(),
                    number(figure.ours()),
                    number(figure.limit()),
                    number(figure.ratio()),
                    Math.round(figure.spread() * 100) + " %",
                    figure.unit());
        }
    }

    /** Three digits that count, and all before the point. */
    private static String number(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        double size = Math.abs(value);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
