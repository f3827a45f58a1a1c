package io.ws402.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON texts out of inputs. What begins with a brace is the text itself. Anything else says which known document to take
 * and what to change in it: random bytes are hardly ever JSON, and this way they get past the parser.
 */
public final class Documents {
    /** Copies of copies double; this keeps a document within some kilobytes. */
    private static final int CHANGES_MAX = 12;

    private static final int TEXT_BYTES_MAX = 48;

    private static final List<Object> VALUES = List.of(
            0,
            1,
            -1,
            1.5,
            300,
            (1L << 53) + 1,
            Long.MAX_VALUE,
            BigInteger.TWO.pow(64),
            BigInteger.TEN.pow(77),
            BigInteger.TEN.pow(78),
            "",
            " ",
            "0",
            "00",
            "-1",
            "1e3",
            "9".repeat(78),
            "9".repeat(79),
            "0x",
            "0x0",
            "0x" + "f".repeat(64),
            "0x" + "0".repeat(65),
            "a\nb",
            "a\0b",
            "\uD83D\uDE00",
            "x".repeat(300),
            true,
            false);

    private final List<JsonObject> samples;

    private Documents(List<JsonObject> samples) {
        this.samples = samples;
    }

    /** By those seeds of a test that are JSON objects; one at least. */
    public static Documents of(Class<?> test) {
        return new Documents(Seeds.of(test).stream()
                .filter(Documents::isObject)
                .map(seed -> new JsonObject(Buffer.buffer(seed)))
                .toList());
    }

    private static boolean isObject(byte[] input) {
        return input.length > 0 && input[0] == '{';
    }

    /** The text of an input, in UTF-8 where the input is not its own text. */
    public byte[] text(byte[] input) {
        if (input.length == 0 || isObject(input)) {
            return input;
        }
        ByteBuffer choices = ByteBuffer.wrap(input);
        JsonObject document = samples.get(next(choices, samples.size())).copy();
        for (int change = 0; change < CHANGES_MAX && choices.hasRemaining(); change++) {
            change(document, choices);
        }
        return document.encode().getBytes(UTF_8);
    }

    private static void change(JsonObject object, ByteBuffer choices) {
        List<String> names = List.copyOf(object.fieldNames());
        int chosen = next(choices, names.size() + 1);
        if (chosen == names.size()) {
            object.put("other", value(choices));
            return;
        }
        String name = names.get(chosen);
        switch (next(choices, 6)) {
            case 0 -> object.remove(name);
            case 1 -> object.put(name, value(choices));
            case 2 -> object.put(name, copy(object.getValue(names.get(next(choices, names.size())))));
            default -> {
                if (!changeWithin(object.getValue(name), choices)) {
                    object.put(name, value(choices));
                }
            }
        }
    }

    private static void change(JsonArray array, ByteBuffer choices) {
        if (array.isEmpty()) {
            array.add(value(choices));
            return;
        }
        int chosen = next(choices, array.size());
        switch (next(choices, 6)) {
            case 0 -> array.remove(chosen);
            case 1 -> array.set(chosen, value(choices));
            case 2 -> array.add(copy(array.getValue(chosen)));
            default -> {
                if (!changeWithin(array.getValue(chosen), choices)) {
                    array.set(chosen, value(choices));
                }
            }
        }
    }

    private static boolean changeWithin(@Nullable Object member, ByteBuffer choices) {
        switch (member) {
            case JsonObject object -> change(object, choices);
            case JsonArray array -> change(array, choices);
            case null, default -> {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> object.copy();
            case JsonArray array -> array.copy();
            case null, default -> value;
        };
    }

    private static @Nullable Object value(ByteBuffer choices) {
        int kind = next(choices, VALUES.size() + 6);
        return switch (kind - VALUES.size()) {
            case 0 -> null;
            case 1 -> new JsonObject();
            case 2 -> new JsonArray();
            case 3 -> next(choices, 256);
            case 4, 5 -> words(choices);
            default -> VALUES.get(kind);
        };
    }

    private static String words(ByteBuffer choices) {
        byte[] text = new byte[Math.min(next(choices, TEXT_BYTES_MAX), choices.remaining())];
        choices.get(text);
        return new String(text, UTF_8);
    }

    /** A number from 0, below the bound; 0 once the input is used up. */
    private static int next(ByteBuffer choices, int bound) {
        return choices.hasRemaining() ? (choices.get() & 0xff) % bound : 0;
    }
}
