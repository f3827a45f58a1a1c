package io.ws402.bench.process;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, ended in the opposite order, all of it, whatever goes wrong with one. */
public final class Closing implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** Ends this too, before what was added earlier. */
    public <T extends AutoCloseable> T add(T part) {
        started.push(part);
        return part;
    }

    /** @throws IllegalStateException when parts could not be ended, with the reasons */
    @Override
    public void close() {
        IllegalStateException failed = new IllegalStateException("not everything could be ended");
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}
