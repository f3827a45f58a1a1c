package io.ws402.server.resource.http;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By which a client knows a representation again, and what a request says on condition of them (RFC 9110, 8.8 and 13).
 *
 * @param etag a strong one, quoted
 * @param lastModified when it changed last
 */
record Validators(String etag, Instant lastModified) {
    /** What the conditions of a request come to. */
    enum Verdict {
        /** Answer it. */
        PROCEED,
        /** 304: the client has it already. */
        NOT_MODIFIED,
        /** 412: it is not what the client thinks. */
        FAILED
    }

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");

    /** Of a file: another length or another time is another file. */
    static Validators of(long length, long modifiedMillis) {
        String etag = '"' + Long.toHexString(length) + "-" + Long.toHexString(modifiedMillis) + '"';
        return new Validators(etag, Instant.ofEpochMilli(modifiedMillis));
    }

    /** For the header {@code Last-Modified}. */
    String httpDate() {
        return HTTP_DATE.format(lastModified.atOffset(ZoneOffset.UTC));
    }

    /** In the order of RFC 9110, 13.2.2, for GET and HEAD. */
    Verdict judge(MultiMap headers) {
        List<String> match = headers.getAll("If-Match");
        if (!match.isEmpty()) {
            if (match.stream().noneMatch(value -> names(value, false))) {
                return Verdict.FAILED;
            }
        } else if (date(headers, "If-Unmodified-Since")
                .filter(this::isNewerThan)
                .isPresent()) {
            return Verdict.FAILED;
        }
        List<String> noneMatch = headers.getAll("If-None-Match");
        if (!noneMatch.isEmpty()) {
            boolean known = noneMatch.stream().anyMatch(value -> names(value, true));
            return known ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
        }
        Optional<Instant> since = date(headers, "If-Modified-Since");
        return since.isPresent() && !isNewerThan(since.get()) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
    }

    /** Whether a range may be cut out of what is there: a date is no strong validator, so only the tag counts. */
    boolean rangeHolds(MultiMap headers) {
        String condition = headers.get("If-Range");
        return condition == null || condition.strip().equals(etag);
    }

    private boolean names(String list, boolean weakly) {
        for (String tag : COMMA.split(list.strip(), -1)) {
            boolean same = tag.equals("*") || tag.equals(etag) || (weakly && tag.equals("W/" + etag));
            if (same) {
                return true;
            }
        }
        return false;
    }

    private boolean isNewerThan(Instant date) {
        return lastModified.truncatedTo(ChronoUnit.SECONDS).isAfter(date);
    }

    /** A date that can not be read is one that was not said. */
    private static Optional<Instant> date(MultiMap headers, String name) {
        String text = headers.get(name);
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.parse(text.strip(), HTTP_DATE).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
