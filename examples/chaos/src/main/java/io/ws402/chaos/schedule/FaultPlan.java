package io.ws402.chaos.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which fault, if any, happens where; and remembers which did. */
public final class FaultPlan {
    private final long seed;
    private final int perThousand;
    private final Set<FaultPoint> left;
    private final List<FaultPoint> happened = new ArrayList<>();
    private boolean paused;

    /**
     * @param perThousand how often something goes wrong
     * @param left faults that are left out, when a failing history is made smaller
     */
    public FaultPlan(long seed, int perThousand, Set<FaultPoint> left) {
        this.seed = seed;
        this.perThousand = perThousand;
        this.left = left;
    }

    /** From now on nothing goes wrong. */
    public void pause() {
        paused = true;
    }

    /** From now on things go wrong again. */
    public void goOn() {
        paused = false;
    }

    @Nullable Fault decide(FaultPoint point, List<Fault> possible, int timesRarer) {
        if (paused || possible.isEmpty()) {
            return null;
        }
        Dice dice = Dice.of(seed, 7, point.step(), point.position());
        if (dice.nextInt(1000) * timesRarer >= perThousand || left.contains(point)) {
            return null;
        }
        happened.add(point);
        return dice.pick(possible);
    }

    /** The faults that have happened so far. */
    public List<FaultPoint> happened() {
        return happened;
    }
}
