package io.ws402.server.resource.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteRangeTest {
    @Test
    void isAlwaysInsideOfWhatThereIs() {
        Random random = new Random(9110);
        String alphabet = "0123456789-=, bytes";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder header = new StringBuilder(random.nextInt(4) == 0 ? "" : "bytes=");
            for (int n = random.nextInt(24); n > 0; n--) {
                header.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            long length = random.nextInt(5) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 62));
            if (ByteRange.of(header.toString(), length) instanceof ByteRange.Part part) {
                assertTrue(
                        part.first() >= 0 && part.first() <= part.last() && part.last() < length,
                        header + " of " + length + " gave " + part);
                assertEquals(part.last() - part.first() + 1, part.length());
            }
        }
    }

    @Test
    void readsSpacesAndCapitalsAsRfc9110AllowsThem() {
        assertEquals(new ByteRange.Part(1, 2), ByteRange.of("BYTES = 1-2 ", 10));
        assertInstanceOf(ByteRange.Whole.class, ByteRange.of(null, 10));
        assertInstanceOf(ByteRange.Whole.class, ByteRange.of("bytes=-5", 0));
        assertInstanceOf(ByteRange.Unsatisfiable.class, ByteRange.of("bytes=0-", 0));
    }
}
