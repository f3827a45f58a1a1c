package io.ws402.gateway.app.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what workers bring about; the limit only keeps a broken test from hanging. */
public final class Eventually {
    private static final long LIMIT_NANOS = 60_000_000_000L;
    private static final long PAUSE_NANOS = 20_000_000L;

    private Eventually() {}

    /** Returns once the condition holds. */
    public static void holds(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("it never came about");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
