package io.ws402.chaos.history;

import io.ws402.chaos.schedule.FaultPoint;
import java.util.Set;

/**
 * Which history.
 *
 * @param seed decides everything
 * @param leftOut steps that are left out
 * @param faultsLeftOut faults that are left out
 */
public record Script(long seed, Set<Integer> leftOut, Set<FaultPoint> faultsLeftOut) {
    /** The whole history of a seed. */
    public static Script of(long seed) {
        return new Script(seed, Set.of(), Set.of());
    }
}
