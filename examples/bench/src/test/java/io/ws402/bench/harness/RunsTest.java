package io.ws402.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final Figure RATE = new Figure("requests", "requests/s");
    private static final Figure GAS = new Figure("gas", "gas");

    private final List<String> order = new ArrayList<>();

    private Side side(String name, Figure figure, double... values) {
        Deque<Double> left = new ArrayDeque<>();
        for (double value : values) {
            left.add(value);
        }
        return new Side(name, () -> {
            order.add(name);
            return Map.of(figure, left.remove());
        });
    }

    private static List<Comparison> run(int runs, Side... sides) throws Exception {
        return Runs.of("it", List.of(sides), runs, line -> {});
    }

    @Test
    void measuresInTurnsThatBeginWithTheOtherSideEachTime() throws Exception {
        run(3, side("ours", RATE, 1, 1, 1), side("limit", RATE, 1, 1, 1));
        assertEquals(List.of("ours", "limit", "limit", "ours", "ours", "limit"), order);
    }

    @Test
    void comparesEachRunWithItself() throws Exception {
        // The third run was disturbed: both sides were slow, and its ratio is none the worse.
        Comparison figure = run(3, side("ours", RATE, 80, 90, 8), side("limit", RATE, 100, 100, 10))
                .getFirst();
        assertEquals(
                new Comparison("it", "requests, beside limit", 80, 100.0, 0.8, "requests/s", 0.125), rounded(figure));
    }

    private static Comparison rounded(Comparison figure) {
        return new Comparison(
                figure.name(),
                figure.what(),
                figure.ours(),
                figure.limit(),
                figure.ratio(),
                figure.unit(),
                Math.round(figure.spread() * 1000) / 1000.0);
    }

    @Test
    void holdsOursAgainstEachOther() throws Exception {
        List<Comparison> figures = run(1, side("ours", RATE, 90), side("limit", RATE, 100), side("pgbench", RATE, 30));
        assertEquals(
                List.of("requests, beside limit", "requests, beside pgbench"),
                figures.stream().map(Comparison::what).toList());
        assertEquals(3.0, figures.getLast().ratio());
    }

    @Test
    void letsAFigureStandAloneThatNobodyElseHas() throws Exception {
        Comparison gas =
                run(2, side("ours", GAS, 20, 30), side("limit", RATE, 1, 1)).getFirst();
        assertEquals("gas", gas.what());
        assertEquals(25, gas.ours());
        assertNull(gas.limit());
        assertNull(gas.ratio());
        assertEquals(0.4, gas.spread());
    }

    @Test
    void hasNoRatioToNothing() throws Exception {
        assertEquals(
                List.of(new Comparison("it", "requests, beside limit", 2, 0.5, null, "requests/s", 0)),
                run(2, side("ours", RATE, 2, 2), side("limit", RATE, 0, 1)));
    }

    @Test
    void takesTheMiddleOfAllRuns() {
        assertEquals(2, Comparison.median(List.of(9.0, 1.0, 2.0)));
        assertEquals(1.5, Comparison.median(List.of(9.0, 1.0, 2.0, 1.0)));
        assertThrows(IllegalArgumentException.class, () -> Comparison.median(List.of()));
    }

    @Test
    void makesNoFigureOfAMeasurementThatFailed() {
        Side broken = new Side("ours", () -> {
            throw new IllegalStateException("a session was lost");
        });
        assertThrows(IllegalStateException.class, () -> run(1, broken, side("limit", RATE, 1)));
    }
}
