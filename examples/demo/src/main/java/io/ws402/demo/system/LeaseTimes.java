package io.ws402.demo.system;

import java.time.Duration;

/**
 * How long servers hold sessions; short ones make the loss of a server quick to watch.
 *
 * @param checkpoint between two checkpoints of a server
 * @param lease how long a checkpoint holds a session
 * @param resumeWindow how long after that a session can be taken up
 * @param outageGrace how long servers serve on without a gateway
 */
public record LeaseTimes(Duration checkpoint, Duration lease, Duration resumeWindow, Duration outageGrace) {
    /** The product's checkpoints and leases, with a resume window short enough to wait for. */
    public static final LeaseTimes DEMO = usual(Duration.ofSeconds(20));

    /** As short as a busy machine can keep. */
    public static final LeaseTimes SHORT =
            new LeaseTimes(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(3));

    /** The product's checkpoints and leases with another resume window; servers serve on for half of it. */
    public static LeaseTimes usual(Duration resumeWindow) {
        return new LeaseTimes(Duration.ofSeconds(2), Duration.ofSeconds(6), resumeWindow, resumeWindow.dividedBy(2));
    }
}
