package io.ws402.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.fuzz.Reader;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Documents of peers: what is read is what every other parser reads, or it is refused. */
public final class JsonFuzzTest implements Reader {
    private static final int LONGEST = 65_536;

    @FuzzTest
    @Override
    public void read(byte[] input) {
        Buffer bytes = Buffer.buffer(input);
        Optional<JsonObject> read = tried(() -> StrictJson.parse(input, LONGEST));
        Optional<JsonObject> loose = tried(() -> StrictJson.parseWithFractions(bytes, LONGEST));
        read.ifPresent(document -> {
            bounded(document, 1);
            String written = document.encode();
            assertEquals(written, StrictJson.parse(written, Integer.MAX_VALUE).encode());
            assertEquals(written, new JsonObject(bytes).encode(), "another parser reads something else");
            assertEquals(written, loose.orElseThrow().encode());
            MalformedJson tooLong = assertThrows(MalformedJson.class, () -> StrictJson.parse(input, input.length - 1));
            assertEquals(MalformedJson.TOO_LARGE, tooLong.code());
        });
        String text = new String(input, UTF_8);
        assertEquals(
                read.isPresent(), tried(() -> StrictJson.parse(text, LONGEST)).isPresent() && isUtf8(text, input));
    }

    private static boolean isUtf8(String text, byte[] input) {
        return Arrays.equals(text.getBytes(UTF_8), input);
    }

    private static Optional<JsonObject> tried(Supplier<JsonObject> parser) {
        try {
            return Optional.of(parser.get());
        } catch (MalformedJson refused) {
            assertTrue(refused.reason().length() > 0);
            return Optional.empty();
        }
    }

    private static void bounded(@Nullable Object value, int depth) {
        assertTrue(depth <= StrictJson.MAX_DEPTH + 1, "too deep");
        switch (value) {
            case JsonObject object -> object.fieldNames().forEach(name -> bounded(object.getValue(name), depth + 1));
            case JsonArray array -> array.forEach(element -> bounded(element, depth + 1));
            case BigInteger number -> assertTrue(number.abs().toString().length() <= Amounts.MAX_DIGITS);
            case String text -> assertEquals(-1, text.indexOf(0));
            case Integer number -> {}
            case Long number -> {}
            case Boolean flag -> {}
            case null -> {}
            default -> throw new AssertionError("a value of " + value.getClass());
        }
    }
}
