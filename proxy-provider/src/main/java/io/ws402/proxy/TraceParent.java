package io.ws402.proxy;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The header by which a call is followed through gateway and logs.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
final class TraceParent {
    static final String HEADER = "traceparent";

    private TraceParent() {}

    /** A new trace, marked as sampled. Its ids name; they need not be secret. */
    static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        // An id of zeros is invalid; a non-zero low half rules it out.
        String trace = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong(1, Long.MAX_VALUE));
        return "00-" + trace + "-" + hex.toHexDigits(random.nextLong(1, Long.MAX_VALUE)) + "-01";
    }
}
