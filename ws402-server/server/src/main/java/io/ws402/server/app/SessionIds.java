package io.ws402.server.app;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Names for sessions: {@code ses_} and a UUIDv7, sortable by the moment they were made and safe to log. Thread-safe if
 * the generator is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
 */
final class SessionIds implements Supplier<String> {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final RandomGenerator random;

    SessionIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    static SessionIds system() {
        return new SessionIds(InstantSource.system(), new SecureRandom());
    }

    @Override
    public String get() {
        long high = clock.millis() << 16 | VERSION | (random.nextLong() & 0x0fffL);
        long low = VARIANT | (random.nextLong() >>> 2);
        return "ses_" + new UUID(high, low);
    }
}
