package io.ws402.server.http;

import java.time.Duration;

/**
 * What strangers and payers may take up at most.
 *
 * @param firstMessage from the TCP connection to the first message that means something; absolute
 * @param keepAlive how long an HTTP connection may wait for its next request; absolute
 * @param verify from a proof to the session, waiting for finality included; absolute
 * @param resourceOpen how long a resource may take to get ready
 * @param stuck how long a connection may stand still, either direction, before the session ends
 * @param frameBytesMax largest WebSocket frame
 * @param messageBytesMax largest WebSocket message
 * @param sendQueueBytesMax how much may wait for a payer who does not read, or is paused
 * @param droppedMax how many messages that mean nothing are dropped before payment; one more closes the socket
 * @param unpaidMax WebSockets without a session, in all
 * @param unpaidPerAddressMax WebSockets without a session, per address (an IPv6 address counts by its /64)
 * @param sessionsMax sessions that are open or still being settled
 * @param rates how often those who have not paid may ask
 * @param httpPerSession HTTP responses under way for one session
 */
public record SocketLimits(
        Duration firstMessage,
        Duration keepAlive,
        Duration verify,
        Duration resourceOpen,
        Duration stuck,
        int frameBytesMax,
        int messageBytesMax,
        int sendQueueBytesMax,
        int droppedMax,
        int unpaidMax,
        int unpaidPerAddressMax,
        int sessionsMax,
        RateLimits rates,
        int httpPerSession) {
    /** What {@code config/server.yaml} documents as defaults. */
    public static final SocketLimits DEFAULTS = new SocketLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            64 * 1024,
            1024 * 1024,
            4 * 1024 * 1024,
            16,
            10_000,
            64,
            100_000,
            RateLimits.DEFAULTS,
            8);
}
