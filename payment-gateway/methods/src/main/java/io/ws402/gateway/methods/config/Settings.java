package io.ws402.gateway.methods.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.MethodConfigurationException;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the configuration. Every key that is read is remembered, so that {@link #refuseOthers} can name those
 * that nobody reads. Numbers and booleans may be written as text, as they come from environment variables.
 */
public final class Settings {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,30}(\\.[0-9]{1,36})?");

    private final String path;
    private final JsonObject json;
    private final Set<String> known = new TreeSet<>();

    /** @param path where the mapping stands, for messages */
    public Settings(String path, JsonObject json) {
        this.path = path;
        this.json = json;
    }

    /** The elements of a list of mappings; {@code path} names the list. */
    public static List<Settings> list(String path, @Nullable Object value) {
        if (!(value instanceof JsonArray array)) {
            throw new MethodConfigurationException(path, "must be a list; begin each element with a dash");
        }
        List<Settings> elements = new ArrayList<>();
        for (Object element : array) {
            String at = path + "[" + elements.size() + "]";
            if (!(element instanceof JsonObject mapping)) {
                throw new MethodConfigurationException(at, "must be a mapping; write its keys below the dash");
            }
            elements.add(new Settings(at, mapping));
        }
        return elements;
    }

    /** A complaint about a key of this mapping. */
    public MethodConfigurationException complaint(String key, String whatIsWrongAndRemedy) {
        return new MethodConfigurationException(path + "." + key, whatIsWrongAndRemedy);
    }

    public String path() {
        return path;
    }

    public boolean has(String key) {
        return find(key) != null;
    }

    public Optional<String> text(String key) {
        Object value = find(key);
        if (value == null) {
            return Optional.empty();
        }
        String text = value instanceof String given ? given.strip() : value instanceof Number ? value.toString() : "";
        if (text.isEmpty()) {
            throw complaint(key, "must be text; write a value, or leave the key out");
        }
        return Optional.of(text);
    }

    /** The path of a file. */
    public Optional<Path> file(String key) {
        try {
            return text(key).map(Path::of);
        } catch (InvalidPathException e) {
            throw complaint(key, "is no path of a file");
        }
    }

    /** A list of texts, or one text with commas. */
    public Optional<List<String>> texts(String key) {
        Object value = find(key);
        if (value instanceof JsonArray array) {
            if (!array.stream().allMatch(String.class::isInstance)) {
                throw complaint(key, "must be a list of texts");
            }
            return Optional.of(array.stream().map(String.class::cast).toList());
        }
        return text(key)
                .map(text -> Arrays.stream(text.split(",")).map(String::strip).toList());
    }

    public Optional<Long> integer(String key, long min, long max) {
        Object value = find(key);
        if (value == null) {
            return Optional.empty();
        }
        String digits = value instanceof Integer || value instanceof Long || value instanceof String
                ? value.toString().strip()
                : "";
        if (digits.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(digits);
            if (number >= min && number <= max) {
                return Optional.of(number);
            }
        }
        throw complaint(key, "must be a whole number from " + min + " to " + max);
    }

    public Optional<Boolean> flag(String key) {
        Object value = find(key);
        if (value == null) {
            return Optional.empty();
        }
        return switch (value.toString()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw complaint(key, "must be true or false");
        };
    }

    /** An exact decimal figure. One that went through a floating-point number is refused: it may have lost digits. */
    public Optional<BigDecimal> decimal(String key) {
        Object value = find(key);
        if (value == null) {
            return Optional.empty();
        }
        boolean exact = value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigDecimal;
        if (!exact || !DECIMAL.matcher(value.toString().strip()).matches()) {
            throw complaint(key, "must be a decimal figure in quotes, for example \"0.05\"");
        }
        return Optional.of(new BigDecimal(value.toString().strip()));
    }

    public Optional<Settings> section(String key) {
        Object value = find(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof JsonObject mapping) {
            return Optional.of(new Settings(path + "." + key, mapping));
        }
        throw complaint(key, "must be a mapping; write its keys below it, indented");
    }

    public Optional<List<Settings>> sections(String key) {
        Object value = find(key);
        return value == null ? Optional.empty() : Optional.of(list(path + "." + key, value));
    }

    /** The raw elements of a list whose elements may be of several kinds. */
    public Optional<JsonArray> elements(String key) {
        Object value = find(key);
        if (value == null || value instanceof JsonArray) {
            return Optional.ofNullable((JsonArray) value);
        }
        throw complaint(key, "must be a list; begin each element with a dash");
    }

    /** The names of the keys, for mappings whose keys are data. */
    public Set<String> names() {
        known.addAll(json.fieldNames());
        return json.fieldNames();
    }

    /** @throws MethodConfigurationException when there are keys that were never asked for */
    public void refuseOthers() {
        for (String key : json.fieldNames()) {
            if (!known.contains(key)) {
                throw complaint(key, "is not known; there are " + String.join(", ", known));
            }
        }
    }

    private @Nullable Object find(String key) {
        known.add(key);
        return json.getValue(key);
    }
}
