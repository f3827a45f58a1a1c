package io.ws402.chaos.schedule;

import java.util.ArrayList;
import java.util.List;

/** One life of a process. What it had asked for when it died is never answered. */
public final class SimProcess {
    private final String name;
    private final List<Runnable> onDeath = new ArrayList<>();
    // Timers of libraries may call back from other threads, long after a history is over.
    private volatile boolean alive = true;

    /** Alive, with a name for the trace. */
    public SimProcess(String name) {
        this.name = name;
    }

    /** For the trace. */
    public String name() {
        return name;
    }

    /** Whether it has not died. */
    public boolean isAlive() {
        return alive;
    }

    /** What happens when it dies: connections are reset. */
    public void onDeath(Runnable consequence) {
        onDeath.add(consequence);
    }

    /** It dies. Idempotent. */
    public void kill() {
        if (alive) {
            alive = false;
            onDeath.forEach(Runnable::run);
        }
    }
}
