package io.ws402.gateway.session;

import java.time.Duration;

/**
 * How long a server holds a session, and what happens when it falls silent. All deadlines are measured by the
 * database's clock.
 *
 * @param lease how long a checkpoint holds a session for its server; two or three checkpoints fit into it
 * @param resumeWindow how long after its lease a session can still be taken up; then it is settled at its last checkpoint
 * @param outageGrace how long a server may serve on without a successful renewal: the loss a merchant accepts while no
 *     gateway answers
 * @param holdGrace how long after its maximum duration a 0.1 hold, which has no lease, waits for its refund call before
 *     it is captured whole
 */
public record LeasePolicy(Duration lease, Duration resumeWindow, Duration outageGrace, Duration holdGrace) {
    /** Lease 6 s, resume window 60 s, outage grace 30 s, hold grace 10 minutes. */
    public static final LeasePolicy DEFAULT = new LeasePolicy(
            Duration.ofSeconds(6), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofMinutes(10));

    /**
     * @throws IllegalArgumentException when a duration is not positive, or the outage grace is not shorter than the
     *     resume window: a server would serve on after its session was settled and given back
     */
    public LeasePolicy {
        requirePositive("lease", lease);
        requirePositive("resumeWindow", resumeWindow);
        requirePositive("outageGrace", outageGrace);
        requirePositive("holdGrace", holdGrace);
        if (outageGrace.compareTo(resumeWindow) >= 0) {
            throw new IllegalArgumentException("outageGrace (" + outageGrace + ") must be shorter than resumeWindow ("
                    + resumeWindow + "), or a server serves on what was already refunded");
        }
    }

    /** How long after its greatest duration a session has ended by itself at the latest, if nothing pauses or interrupts it. */
    public Duration afterTheEnd() {
        return lease.plus(resumeWindow);
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than zero, not " + duration);
        }
    }
}
