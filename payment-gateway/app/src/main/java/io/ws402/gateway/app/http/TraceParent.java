package io.ws402.gateway.app.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to: its caller's, or one of its own.
 *
 * @param traceId 32 lower-case hex digits
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceParent(String traceId) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");
    private static final String NONE = "0".repeat(32);

    /** A header that is not well-formed is ignored, as the standard asks. */
    static TraceParent of(HttpServerRequest request) {
        return of(request.getHeader("traceparent"));
    }

    static TraceParent of(@Nullable String header) {
        if (header != null) {
            Matcher matcher = FORM.matcher(header);
            if (matcher.matches()
                    && !header.startsWith("ff")
                    && !matcher.group(1).equals(NONE)) {
                return new TraceParent(matcher.group(1));
            }
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return new TraceParent(hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong()));
    }
}
