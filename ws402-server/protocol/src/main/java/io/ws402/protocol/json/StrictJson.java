package io.ws402.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parses one JSON object from a peer that is not trusted. Stricter than general parsers, which keep the last of two
 * equal keys and read {@code 1e3} as a double: what two parties read from the same bytes must be the same money.
 *
 * <p>Integers become {@link Integer}, {@link Long} or {@link java.math.BigInteger}, whichever is the first to hold them.
 * Strings are those of I-JSON without NUL, so that every database can hold them. All methods throw {@link MalformedJson}
 * and nothing else.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7493">RFC 7493, I-JSON</a>
 */
public final class StrictJson {
    /** How deep objects and arrays may nest. */
    public static final int MAX_DEPTH = 32;

    // NaN and Infinity are let through the tokenizer only to be refused by the name of their field.
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final boolean fractions;

    private StrictJson(JsonParser parser, boolean fractions) {
        this.parser = parser;
        this.fractions = fractions;
    }

    /**
     * Parses text in which every number is an integer, as all of WS402 is.
     *
     * @param maxLength how many characters are accepted
     */
    public static JsonObject parse(String text, int maxLength) {
        return parse(text, maxLength, false);
    }

    /**
     * Parses UTF-8 bytes in which every number is an integer.
     *
     * @param maxLength how many bytes are accepted
     */
    public static JsonObject parse(byte[] utf8, int maxLength) {
        return parse(decode(utf8, maxLength), maxLength, false);
    }

    /** As {@link #parse(byte[], int)}. */
    public static JsonObject parse(Buffer utf8, int maxLength) {
        requireLength(utf8.length(), maxLength);
        return parse(utf8.getBytes(), maxLength);
    }

    /**
     * As {@link #parse(Buffer, int)}, but a fraction or exponent is kept, exactly, as a {@link java.math.BigDecimal}. For
     * documents of others that describe more than money (a 0.1 gateway's {@code uptime}, {@code amountSOL}); an amount
     * read from them is still refused unless it is whole.
     */
    public static JsonObject parseWithFractions(Buffer utf8, int maxLength) {
        requireLength(utf8.length(), maxLength);
        return parse(decode(utf8.getBytes(), maxLength), maxLength, true);
    }

    private static String decode(byte[] utf8, int maxLength) {
        requireLength(utf8.length, maxLength);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedJson(MalformedJson.INVALID_JSON, "", "the document is not UTF-8");
        }
    }

    private static JsonObject parse(String text, int maxLength, boolean fractions) {
        requireLength(text.length(), maxLength);
        try (JsonParser parser = JSON.createParser(text)) {
            return new StrictJson(parser, fractions).document();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static void requireLength(int length, int maxLength) {
        if (length > maxLength) {
            throw new MalformedJson(
                    MalformedJson.TOO_LARGE, "", "the document is longer than the " + maxLength + " that are accepted");
        }
    }

    private JsonObject document() throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedJson(MalformedJson.INVALID_JSON, "", "the document is not a JSON object");
            }
            JsonObject document = object();
            requireEnd();
            return document;
        } catch (StreamConstraintsException e) {
            throw parser.getParsingContext().getNestingDepth() > MAX_DEPTH
                    ? fault(MalformedJson.TOO_DEEP, "nested deeper than " + MAX_DEPTH + " levels")
                    : fault(MalformedJson.INVALID_NUMBER, "the number is too long");
        } catch (JsonParseException e) {
            throw fault(MalformedJson.INVALID_JSON, "not JSON at " + position());
        }
    }

    private void requireEnd() throws IOException {
        JsonToken next;
        try {
            next = parser.nextToken();
        } catch (JsonParseException e) {
            next = JsonToken.NOT_AVAILABLE;
        }
        if (next != null) {
            throw new MalformedJson(MalformedJson.TRAILING_DATA, "", "there is more behind the end of the document");
        }
    }

    private JsonObject object() throws IOException {
        JsonObject object = new JsonObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = text(parser.currentName());
            if (object.containsKey(name)) {
                throw fault(MalformedJson.DUPLICATE_KEY, "the field stands twice in the same object");
            }
            object.put(name, value(parser.nextToken()));
        }
        return object;
    }

    private JsonArray array() throws IOException {
        JsonArray array = new JsonArray();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private @Nullable Object value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> text(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> fraction();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw fault(MalformedJson.INVALID_JSON, "not JSON at " + position());
        };
    }

    private Number integer() throws IOException {
        int sign = parser.getTextCharacters()[parser.getTextOffset()] == '-' ? 1 : 0;
        if (parser.getTextLength() - sign > Amounts.MAX_DIGITS) {
            throw fault(MalformedJson.INVALID_NUMBER, "a number has at most " + Amounts.MAX_DIGITS + " digits");
        }
        Number number = parser.getNumberValue();
        if (sign == 1 && number.equals(0)) {
            // JavaScript reads it as another number than 0, Java as the same.
            throw fault(MalformedJson.INVALID_NUMBER, "zero has no sign");
        }
        return number;
    }

    private Number fraction() throws IOException {
        if (!fractions || parser.isNaN() || parser.getTextLength() > Amounts.MAX_DIGITS) {
            throw fault(
                    MalformedJson.INVALID_NUMBER, "numbers are whole here: no fraction, no exponent, and not infinite");
        }
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            throw fault(MalformedJson.INVALID_NUMBER, "the exponent is out of range");
        }
    }

    /** The text itself; refused when it is no sequence of Unicode characters or holds a NUL. */
    private String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                throw fault(MalformedJson.INVALID_STRING, "the text holds a NUL or half a surrogate pair");
            }
        }
        return text;
    }

    private MalformedJson fault(String code, String message) {
        String field = path(parser.getParsingContext());
        return new MalformedJson(code, field, field.isEmpty() ? message : field + ": " + message);
    }

    private String position() {
        return "character " + parser.currentTokenLocation().getCharOffset();
    }

    private static String path(JsonStreamContext context) {
        JsonStreamContext parent = context.getParent();
        if (parent == null) {
            return "";
        }
        String above = path(parent);
        if (context.inArray()) {
            return above + "[" + Math.max(0, context.getCurrentIndex()) + "]";
        }
        String name = context.getCurrentName();
        return name == null ? above : above.isEmpty() ? name : above + "." + name;
    }
}
