package io.ws402.gateway.storage;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes identifiers: a UUIDv7 behind a prefix ({@code pay_}, {@code ses_}, {@code dep_}, {@code ref_}, {@code key_}),
 * sortable by the moment they were made and safe to log. They name; they are not secrets. Thread-safe if the generator is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
 */
public final class Identifiers {
    private final InstantSource clock;
    private final RandomGenerator random;

    /** From the given clock and generator. */
    public Identifiers(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** From the system's clock and its secure generator. */
    public static Identifiers system() {
        return new Identifiers(InstantSource.system(), new SecureRandom());
    }

    /** A new identifier, for example {@code pay_0197f3c2-…}. */
    public String next(String prefix) {
        long version = 0x7000L;
        long variant = 0x8000_0000_0000_0000L;
        long high = clock.millis() << 16 | version | (random.nextLong() & 0x0FFFL);
        long low = variant | (random.nextLong() >>> 2);
        return prefix + '_' + new UUID(high, low);
    }
}
