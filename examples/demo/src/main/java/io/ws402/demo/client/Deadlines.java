package io.ws402.demo.client;

import io.ws402.protocol.message.ClientMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When something has to happen on a connection: the wish to leave, the server's silence, the end of waiting for an end. */
final class Deadlines {
    private final long silenceNanos;
    private final long endLimitNanos;
    private final @Nullable Long leaveAt;
    private long silentSince = System.nanoTime();
    private long endAt;
    private boolean ending;

    /**
     * @param startedNanos when the session started, which may be on an earlier connection
     * @param updateIntervalMs how often the server says something at least
     */
    Deadlines(ClientOptions options, SessionOrder order, long startedNanos, long updateIntervalMs) {
        this.silenceNanos = Math.max(
                options.silence().toNanos(), Duration.ofMillis(updateIntervalMs).toNanos() * 3);
        this.endLimitNanos = options.end().toNanos();
        Duration stay = order.stay();
        this.leaveAt = stay == null ? null : startedNanos + stay.toNanos();
    }

    /** How long nothing has to be done when nothing happens. */
    Duration untilNext() {
        long now = System.nanoTime();
        long left = ending ? endAt - now : silentSince + silenceNanos - now;
        if (!ending && leaveAt != null) {
            left = Math.min(left, leaveAt - now);
        }
        return Duration.ofNanos(Math.max(0, left));
    }

    /** Whether the payer has stayed as long as it wanted. */
    boolean stayIsOver() {
        return leaveAt != null && System.nanoTime() - leaveAt >= 0;
    }

    /** Whether the server was told to end. */
    boolean ending() {
        return ending;
    }

    /** Tells the server to end, once. */
    void end(SessionSocket socket) {
        if (!ending) {
            ending = true;
            endAt = System.nanoTime() + endLimitNanos;
            socket.send(new ClientMessage.End());
        }
    }

    /** Something was heard. */
    void signOfLife() {
        silentSince = System.nanoTime();
    }
}
