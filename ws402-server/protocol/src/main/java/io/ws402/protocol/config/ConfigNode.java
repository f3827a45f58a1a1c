package io.ws402.protocol.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A node of a configuration file that remembers its line. */
sealed interface ConfigNode {
    int line();

    /** A text as it stands in the file; whether quoted or not matters only for the JSON of a free section. */
    record Scalar(String text, boolean plain, int line) implements ConfigNode {
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    record Sequence(List<ConfigNode> elements, int line) implements ConfigNode {}

    record Mapping(SequencedMap<String, ConfigNode> values, int line) implements ConfigNode {
        /** What stands at a path; null where nothing or {@code null} does. */
        @Nullable ConfigNode at(String path) {
            int dot = path.indexOf('.');
            ConfigNode value = values.get(dot < 0 ? path : path.substring(0, dot));
            if (dot >= 0) {
                return value instanceof Mapping below ? below.at(path.substring(dot + 1)) : null;
            }
            return value instanceof Scalar scalar && scalar.isNull() ? null : value;
        }

        JsonObject json() {
            JsonObject json = new JsonObject();
            values.forEach((key, value) -> json.put(key, ConfigNode.json(value)));
            return json;
        }
    }

    /** Unquoted {@code true}, {@code false} and decimal integers have their types; an address such as {@code 0x…} is text. */
    private static @Nullable Object json(ConfigNode node) {
        return switch (node) {
            case Mapping mapping -> mapping.json();
            case Sequence(List<ConfigNode> elements, int line) ->
                new JsonArray(elements.stream().map(ConfigNode::json).toList());
            case Scalar scalar when scalar.isNull() -> null;
            case Scalar(String text, boolean plain, int line)
            when plain && text.matches("true|false") -> Boolean.valueOf(text);
            case Scalar(String text, boolean plain, int line)
            when plain && text.matches("0|-?[1-9][0-9]{0,77}") -> integer(new BigInteger(text));
            case Scalar(String text, boolean plain, int line) -> text;
        };
    }

    private static Number integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }
}
