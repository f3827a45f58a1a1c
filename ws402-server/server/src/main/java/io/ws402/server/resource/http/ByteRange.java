package io.ws402.server.resource.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} header asks of a representation of known length (RFC 9110, 14). Several ranges at once are answered
 * with the whole, as the RFC allows: no client of media needs them, and they are a way to ask for much by little.
 */
sealed interface ByteRange {
    /** Everything, with status 200: there is no range, or none that must be understood. */
    record Whole() implements ByteRange {}

    /** One part, with status 206; positions count from 0, the last one is part of it. */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** Nothing of it is there: status 416. */
    record Unsatisfiable() implements ByteRange {}

    /** One range of bytes; a number that no file reaches counts as the largest that fits. */
    Pattern ONE = Pattern.compile("(?i:bytes)[ \\t]*=[ \\t]*([0-9]*)-([0-9]*)[ \\t]*");

    static ByteRange of(@Nullable String header, long length) {
        Matcher range = header == null ? null : ONE.matcher(header);
        if (range == null || !range.matches()) {
            return new Whole();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(number(last), length);
        }
        long from = number(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
        if (to < from) {
            return new Whole();
        }
        return from >= length ? new Unsatisfiable() : new Part(from, Math.min(to, length - 1));
    }

    private static ByteRange suffix(long wanted, long length) {
        if (wanted == 0) {
            return new Unsatisfiable();
        }
        // Of nothing there is no last byte to name.
        return length == 0 ? new Whole() : new Part(Math.max(0, length - wanted), length - 1);
    }

    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+", "");
        return significant.length() > 18 ? Long.MAX_VALUE : significant.isEmpty() ? 0 : Long.parseLong(significant);
    }
}
