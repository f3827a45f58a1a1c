package io.ws402.server.resource.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.MultiMap;
import io.ws402.fuzz.Reader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a payer's URL says behind a resource's id, and the headers by which it asks for parts. */
public final class PathFuzzTest implements Reader {
    private static final int DECODINGS = 3;
    /** As many characters as an HTTP request line may have. */
    private static final int LONGEST_LINE = 4_096;

    @FuzzTest
    @Override
    public void read(byte[] input) {
        String text = new String(input, ISO_8859_1);
        path("/" + text);
        path("/" + text.repeat(1 + LONGEST_LINE / Math.max(1, text.length())));
        range(text, input.length);
        conditions(text);
    }

    private static void path(String rest) {
        for (String base : List.of("/", "/base", "/base/")) {
            UpstreamPath.of(base, rest).ifPresent(path -> {
                assertTrue(path.startsWith(base), path);
                staysBelow(path);
            });
        }
        assertEquals("/base", UpstreamPath.of("/base", "").orElseThrow());
    }

    /** However often a server behind decodes it, and whatever it takes for a separator. */
    private static void staysBelow(String path) {
        String decoded = path;
        for (int i = 0; i <= DECODINGS; i++) {
            assertFalse(decoded.chars().anyMatch(Character::isISOControl), path);
            for (String segment : decoded.split("[/\\\\]", -1)) {
                String plain = segment.split(";", 2)[0];
                assertFalse(plain.equals(".") || plain.equals(".."), path);
            }
            try {
                decoded = URLDecoder.decode(decoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException nobodyDecodesIt) {
                return;
            }
        }
    }

    private static void range(String header, long length) {
        switch (ByteRange.of(header, length)) {
            case ByteRange.Part part -> {
                assertTrue(0 <= part.first() && part.first() <= part.last() && part.last() < length);
                assertTrue(part.length() > 0 && part.length() <= length);
            }
            case ByteRange.Whole() -> {}
            case ByteRange.Unsatisfiable() -> assertTrue(header.contains("-"));
        }
    }

    private static void conditions(String text) {
        Validators validators = Validators.of(text.length(), 1_700_000_000_000L);
        for (String header : List.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since")) {
            assertNotNull(validators.judge(MultiMap.caseInsensitiveMultiMap().add(header, text)));
        }
        boolean holds = validators.rangeHolds(MultiMap.caseInsensitiveMultiMap().add("If-Range", text));
        assertEquals(text.strip().equals(validators.etag()), holds);
    }
}
