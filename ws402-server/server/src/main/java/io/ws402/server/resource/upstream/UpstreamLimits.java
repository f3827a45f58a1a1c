package io.ws402.server.resource.upstream;

import java.time.Duration;

/**
 * What an upstream may take up at most.
 *
 * @param connect from the start of a connection to the end of its handshake
 * @param messageBytesMax its largest message, in however many frames
 * @param connectionsMax how many connections one event loop has at a time
 * @param pingInterval after how much silence it is asked for a sign of life
 * @param idleTimeout after how much silence it counts as lost
 */
public record UpstreamLimits(
        Duration connect, int messageBytesMax, int connectionsMax, Duration pingInterval, Duration idleTimeout) {}
