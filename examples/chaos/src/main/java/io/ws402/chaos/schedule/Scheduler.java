package io.ws402.chaos.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does what processes have asked for, one thing at a time, in an order that the seed decides. Everything but the database
 * runs on the one thread that calls it.
 */
public final class Scheduler {
    private static final int MOST_TASKS_PER_RUN = 5_000;
    private static final int LONGEST_DELAY_STEPS = 8;
    private static final Comparator<Task> BY_LABEL = Comparator.comparing(Task::label);

    private final FaultPlan faults;
    private final Trace trace;
    private final Thread player = Thread.currentThread();
    private final List<Task> tasks = new ArrayList<>();
    private Dice dice;
    private int step;
    private int position;
    private @Nullable Runnable afterEach;
    private volatile boolean disturbed;

    public Scheduler(FaultPlan faults, Trace trace) {
        this.faults = faults;
        this.trace = trace;
        this.dice = Dice.of(0);
    }

    /** Done after each task: what has been waiting inside the database may have come free. */
    public void afterEach(Runnable action) {
        afterEach = action;
    }

    /** The next step begins; its dice decide about the order from here on. */
    public void beginStep(int number, Dice ofStep) {
        step = number;
        position = 0;
        dice = ofStep;
    }

    /**
     * Asks for something. A dead process asks in vain. Who asks from another thread was called by a timer of the gateway's,
     * which counts real time: from there on it is no history of its seed.
     */
    public void add(Task task) {
        if (!task.owner().isAlive()) {
            return;
        }
        if (player.equals(Thread.currentThread())) {
            tasks.add(task);
        } else {
            disturbed = true;
        }
    }

    /**
     * Does up to so many things; whether none is left that could be done.
     *
     * @throws RealTimeRanOut when the machine was too slow for the history
     */
    public boolean run(int atMost) {
        for (int done = 0; done < atMost; done++) {
            Task task = next();
            if (task == null) {
                return true;
            }
            perform(task);
        }
        return due().isEmpty();
    }

    /** Does everything there is. @throws IllegalStateException when it does not come to an end */
    public void runToIdle() {
        if (!run(MOST_TASKS_PER_RUN)) {
            throw new IllegalStateException("more than " + MOST_TASKS_PER_RUN + " things to do in one step");
        }
    }

    private @Nullable Task next() {
        if (disturbed) {
            throw new RealTimeRanOut();
        }
        List<Task> due = due();
        return due.isEmpty() ? null : due.get(dice.nextInt(due.size()));
    }

    private List<Task> due() {
        tasks.removeIf(task -> !task.owner().isAlive());
        List<Task> due = new ArrayList<>(tasks.size());
        for (Task task : tasks) {
            if (task.isDue(step)) {
                due.add(task);
            }
        }
        due.sort(BY_LABEL);
        return due;
    }

    private void perform(Task task) {
        FaultPoint point = new FaultPoint(step, position++);
        Fault fault = faults.decide(point, task.faults(), task.timesRarer());
        if (fault == null) {
            trace.note(task.label());
        } else {
            trace.line("  ! " + task.words() + " " + fault.words());
        }
        if (fault == Fault.DELAYED) {
            task.delayUntil(step + 1 + Dice.of(position, step).nextInt(LONGEST_DELAY_STEPS));
            return;
        }
        tasks.remove(task);
        if (fault == Fault.CRASH_BEFORE) {
            task.owner().kill();
        } else {
            task.perform(fault);
            if (fault == Fault.CRASH_AFTER) {
                task.owner().kill();
            }
        }
        if (afterEach != null) {
            afterEach.run();
        }
    }

    /** Lets what was delayed happen now. */
    public void endDelays() {
        tasks.forEach(task -> task.delayUntil(0));
    }
}
