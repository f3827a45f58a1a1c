package io.ws402.server.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: the n-th wait is anything up to {@code first × 2^n}, at most {@code max}, so that
 * servers which lost the same gateway do not come back to it together.
 */
public record Backoff(Duration first, Duration max, RandomGenerator random) {
    /** How long to wait after so many attempts that failed, in milliseconds, 1 or more. */
    public long delayMs(int failures) {
        long ceiling = Math.min(max.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
        return 1 + random.nextLong(ceiling);
    }
}
