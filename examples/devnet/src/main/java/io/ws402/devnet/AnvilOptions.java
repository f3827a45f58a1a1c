package io.ws402.devnet;

import java.time.Duration;

/**
 * How a local chain behaves.
 *
 * @param port 0 for any free one
 * @param blockTime the time between blocks, in steps of milliseconds; zero mines each transaction at once and nothing
 *     else
 */
public record AnvilOptions(int port, Duration blockTime) {
    /** A block each second on any free port. */
    public static final AnvilOptions DEFAULT = new AnvilOptions(0, Duration.ofSeconds(1));

    public AnvilOptions {
        if (blockTime.isNegative()) {
            throw new IllegalArgumentException("A block time cannot be negative: " + blockTime);
        }
    }

    public AnvilOptions withPort(int newPort) {
        return new AnvilOptions(newPort, blockTime);
    }

    public AnvilOptions withBlockTime(Duration newBlockTime) {
        return new AnvilOptions(port, newBlockTime);
    }
}
