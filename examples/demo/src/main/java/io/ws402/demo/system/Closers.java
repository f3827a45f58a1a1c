package io.ws402.demo.system;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What has been started, closed in reverse order. Closing may come from another thread while things are still being
 * started; what is handed over after that is closed at once.
 */
final class Closers implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    /** Remembers to close it; @throws SystemException when it is too late to start anything. */
    <T extends AutoCloseable> T add(T closeable) {
        synchronized (this) {
            if (!closed) {
                open.push(closeable);
                return closeable;
            }
        }
        quietly(closeable);
        throw new SystemException("the demo is being stopped");
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (AutoCloseable next = pop(); next != null; next = pop()) {
            quietly(next);
        }
    }

    private synchronized @Nullable AutoCloseable pop() {
        return open.poll();
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception theOthersStillHaveToGo) {
            // Each of them ends with this JVM in any case.
        }
    }
}
