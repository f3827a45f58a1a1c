package io.ws402.chaos.history;

import io.ws402.chaos.rule.Violation;
import io.ws402.chaos.schedule.FaultPoint;
import java.util.List;
import java.util.Map;

/**
 * What came of a history.
 *
 * @param script which one
 * @param steps how many it has in all
 * @param faults how many things went wrong in it
 * @param points those of them that happened at a port
 * @param reached the states that were reached in it, and how often
 * @param violations the rules that did not hold, when they first did not
 * @param hash of everything that happened; two runs of one script have the same
 */
public record Outcome(
        Script script,
        int steps,
        int faults,
        List<FaultPoint> points,
        Map<String, Integer> reached,
        List<Violation> violations,
        long hash) {
    /** Whether every rule held. */
    public boolean holds() {
        return violations.isEmpty();
    }
}
