package io.ws402.server.resource.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path under which an upstream is asked: its own, and what the payer's URL says after the resource's id. It never
 * leads out of the upstream's own path, however often some server behind it may decode it.
 */
final class UpstreamPath {
    /** Possessive: what may be given back takes a frame of the stack for each character. */
    private static final Pattern LEGAL = Pattern.compile("(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*+");

    private static final Pattern DOTS = Pattern.compile("\\.{1,2}(;.*)?");
    private static final int DECODINGS = 3;

    private UpstreamPath() {}

    /**
     * The path to ask for.
     *
     * @param base the upstream's own, beginning with a slash
     * @param rest raw: empty, or beginning with a slash
     * @return empty when the rest could lead elsewhere
     */
    static Optional<String> of(String base, String rest) {
        if (rest.isEmpty()) {
            return Optional.of(base);
        }
        if (!LEGAL.matcher(rest).matches() || !isPlain(rest)) {
            return Optional.empty();
        }
        return Optional.of((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + rest);
    }

    private static boolean isPlain(String rest) {
        String[] segments = rest.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean slashAtTheEnd = segments[i].isEmpty() && i == segments.length - 1;
            if (!slashAtTheEnd && !isPlainSegment(segments[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainSegment(String raw) {
        String segment = raw;
        for (int decoding = 0; decoding <= DECODINGS; decoding++) {
            if (segment.isEmpty()
                    || DOTS.matcher(segment).matches()
                    || segment.chars().anyMatch(UpstreamPath::leads)) {
                return false;
            }
            if (segment.indexOf('%') < 0) {
                return true;
            }
            try {
                segment = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                // A percent sign that was encoded as such; nobody decodes it further.
                return true;
            }
        }
        return false;
    }

    private static boolean leads(int character) {
        return character == '/' || character == '\\' || Character.isISOControl(character);
    }
}
