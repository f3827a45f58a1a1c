package io.ws402.gateway.refund;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How refunds are worked on.
 *
 * @param atOnce how many a gateway works on at the same time
 * @param poll how often it looks for work without being told of any
 * @param lease how long a refund is a worker's before another one may take it; longer than a call to a rail
 * @param railTimeout how long an answer of a rail is waited for
 * @param firstPause after an attempt that brought nothing; each further one waits twice as long
 * @param longestPause at most
 * @param creditPause how long a payer's credit that was not worth sending rests before it is looked at again
 * @param refusedPause how long credit rests whose recipient has refused it
 */
public record RefundPolicy(
        int atOnce,
        Duration poll,
        Duration lease,
        Duration railTimeout,
        Duration firstPause,
        Duration longestPause,
        Duration creditPause,
        Duration refusedPause) {
    /**
     * 16 at once, looking every half second, leased for a minute, rails have 20 s, pauses from 250 ms to 15 s; credit is
     * looked at every six hours, and every three days where it was refused.
     */
    public static final RefundPolicy DEFAULT = new RefundPolicy(
            16,
            Duration.ofMillis(500),
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            Duration.ofMillis(250),
            Duration.ofSeconds(15),
            Duration.ofHours(6),
            Duration.ofDays(3));

    private static final int MOST_DOUBLINGS = 20;
    private static final int JITTER_PERCENT = 20;

    /** @throws IllegalArgumentException when a figure is not positive, or a lease does not outlast a call */
    public RefundPolicy {
        if (atOnce < 1 || !poll.isPositive() || !firstPause.isPositive() || !railTimeout.isPositive()) {
            throw new IllegalArgumentException("refunds need at least one at once, and durations longer than zero");
        }
        if (!creditPause.isPositive() || !refusedPause.isPositive()) {
            throw new IllegalArgumentException("credit has to rest before it is looked at again");
        }
        if (lease.compareTo(railTimeout) <= 0) {
            throw new IllegalArgumentException(
                    "lease (" + lease + ") must be longer than railTimeout (" + railTimeout + ")");
        }
    }

    /**
     * How long to wait after so many attempts that brought nothing, spread so that refunds that failed together do not
     * come back together.
     */
    public Duration pauseAfter(int attempts, RandomGenerator random) {
        long doubled = firstPause.toMillis() << Math.clamp(attempts, 0, MOST_DOUBLINGS);
        long pause = Math.clamp(doubled, 1, Math.max(1, longestPause.toMillis()));
        return Duration.ofMillis(pause + pause * random.nextInt(-JITTER_PERCENT, JITTER_PERCENT + 1) / 100);
    }
}
