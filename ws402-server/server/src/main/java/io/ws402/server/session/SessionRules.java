package io.ws402.server.session;

import java.time.Duration;
import java.util.List;

/**
 * How a server runs its sessions.
 *
 * @param checkpointInterval how often readings go to the gateway
 * @param outageGrace how long a session is served without a renewed lease: the merchant's loss bound
 * @param pingInterval after how much silence a payer is asked for a sign of life
 * @param idleTimeout after how much silence a payer counts as gone
 * @param pauseMax how long a session may be paused in all on this server
 * @param balanceLowAt how much time is left when {@code balance_low} is sent, longest first
 * @param settleAnswerWait how long a payer's socket is kept open for the gateway's answer to a settle
 * @param reportRetryFor how long a final reading is offered to a gateway that does not answer
 */
public record SessionRules(
        Duration checkpointInterval,
        Duration outageGrace,
        Duration pingInterval,
        Duration idleTimeout,
        Duration pauseMax,
        List<Duration> balanceLowAt,
        Duration settleAnswerWait,
        Duration reportRetryFor) {
    /** What {@code config/server.yaml} documents as defaults. */
    public static final SessionRules DEFAULTS = new SessionRules(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10),
            List.of(Duration.ofSeconds(60), Duration.ofSeconds(10)),
            Duration.ofSeconds(10),
            Duration.ofHours(24));

    /** Copies the thresholds. */
    public SessionRules {
        balanceLowAt = List.copyOf(balanceLowAt);
    }
}
