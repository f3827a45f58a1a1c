package io.ws402.chaos.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a process has asked for at one of its ports: a statement, a call to a rail, a message. */
public abstract class Task {
    private final SimProcess owner;
    private final String label;
    private int notBefore;

    /**
     * Not done yet.
     *
     * @param owner who asked; when it dies, the task vanishes
     * @param label what it is; things are chosen in the order of their labels, so nothing in it may differ between runs
     */
    protected Task(SimProcess owner, String label) {
        this.owner = owner;
        this.label = label;
    }

    /** Who asked. */
    public final SimProcess owner() {
        return owner;
    }

    /** What it is. */
    public final String label() {
        return label;
    }

    /** For the trace. */
    public String words() {
        return label;
    }

    /** Which faults make sense here. */
    protected abstract List<Fault> faults();

    /** How much rarer faults are here than elsewhere: where many small things are asked for one after another. */
    protected int timesRarer() {
        return 1;
    }

    /** Whether it could be done now. */
    protected boolean canRun() {
        return true;
    }

    /** Does it, with at most one fault, and tells whoever asked. Crashes are the scheduler's to carry out. */
    protected abstract void perform(@Nullable Fault fault);

    final boolean isDue(int step) {
        return step >= notBefore && canRun();
    }

    final void delayUntil(int step) {
        notBefore = step;
    }
}
