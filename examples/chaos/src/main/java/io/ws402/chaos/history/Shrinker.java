package io.ws402.chaos.history;

import io.ws402.chaos.schedule.FaultPoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes a failing history smaller: leaves steps and faults out, in ever smaller pieces, as long as the same rule still does
 * not hold (delta debugging, after Zeller).
 */
public final class Shrinker {
    private static final int MOST_TRIALS = 400;

    private final Function<Script, Outcome> play;
    private int trials;

    /** @param play plays a script and says what came of it */
    public Shrinker(Function<Script, Outcome> play) {
        this.play = play;
    }

    /** The smallest history found that breaks the same rule. */
    public Outcome shrink(Outcome failing) {
        Outcome smallest = failing;
        for (int before = Integer.MAX_VALUE; size(smallest) < before; ) {
            before = size(smallest);
            smallest = withFewerSteps(smallest);
            smallest = withFewerFaults(smallest);
        }
        return smallest;
    }

    private static int size(Outcome outcome) {
        return outcome.steps()
                - outcome.script().leftOut().size()
                + outcome.points().size();
    }

    private Outcome withFewerSteps(Outcome failing) {
        Outcome smallest = failing;
        List<Integer> kept = IntStream.rangeClosed(1, failing.steps())
                .boxed()
                .filter(step -> !failing.script().leftOut().contains(step))
                .toList();
        for (int piece = Math.max(1, kept.size() / 2); piece >= 1; piece /= 2) {
            for (int from = 0; from < kept.size(); from += piece) {
                Set<Integer> leftOut = new HashSet<>(smallest.script().leftOut());
                leftOut.addAll(kept.subList(from, Math.min(kept.size(), from + piece)));
                Script smaller = new Script(
                        failing.script().seed(), leftOut, smallest.script().faultsLeftOut());
                smallest = smallerIfItFails(smaller, smallest);
            }
        }
        return smallest;
    }

    private Outcome withFewerFaults(Outcome failing) {
        Outcome smallest = failing;
        for (FaultPoint point : new ArrayList<>(failing.points())) {
            Set<FaultPoint> leftOut = new HashSet<>(smallest.script().faultsLeftOut());
            leftOut.add(point);
            Script smaller =
                    new Script(failing.script().seed(), smallest.script().leftOut(), leftOut);
            smallest = smallerIfItFails(smaller, smallest);
        }
        return smallest;
    }

    private Outcome smallerIfItFails(Script smaller, Outcome known) {
        if (smaller.equals(known.script()) || trials++ >= MOST_TRIALS) {
            return known;
        }
        Outcome outcome = play.apply(smaller);
        boolean sameRule = !outcome.holds()
                && outcome.violations()
                        .getFirst()
                        .rule()
                        .equals(known.violations().getFirst().rule());
        return sameRule ? outcome : known;
    }
}
