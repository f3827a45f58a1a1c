package io.ws402.proxy;

import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: exponential with full jitter, so that servers which lost their gateway at the
 * same moment do not come back at the same moment.
 *
 * @param random where the jitter comes from
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
record Backoff(RandomGenerator random) {
    static final long BASE_MS = 100;
    static final long CAP_MS = 5_000;

    /**
     * The pause after an attempt.
     *
     * @param attempt 1 for the first
     * @param askedForMs what the gateway asked to wait, 0 when nothing; it is waited in any case, with jitter on top
     */
    long delayMs(int attempt, long askedForMs) {
        long ceiling = Math.min(CAP_MS, BASE_MS << Math.min(attempt - 1, 10));
        return askedForMs + random.nextLong(1, ceiling + 1);
    }
}
