package io.ws402.protocol.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Rounding;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a strictly parsed object by type and names the one at fault by its whole path. A {@code null} field
 * counts as one that is not there; fields that nobody asks for are ignored, since newer peers may send more.
 */
public final class Fields {
    private final JsonObject json;
    private final String path;

    private Fields(JsonObject json, String path) {
        this.json = json;
        this.path = path;
    }

    /** Reads the fields of a whole document. */
    public static Fields of(JsonObject json) {
        return new Fields(json, "");
    }

    /** The object itself. */
    public JsonObject json() {
        return json;
    }

    /** Whether the field is there and not {@code null}. */
    public boolean has(String field) {
        return json.getValue(field) != null;
    }

    /** A string that is not blank. */
    public String text(String field) {
        return required(field, textOrNull(field));
    }

    /** A string that is not blank, or null when the field is not there. */
    public @Nullable String textOrNull(String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw invalid(field, "must be a text that is not blank");
    }

    /** A whole number ≥ 0 that fits a {@code long}; a decimal string is read too. */
    public long whole(String field) {
        return required(field, wholeOrNull(field));
    }

    /** As {@link #whole}, or null when the field is not there. */
    public @Nullable Long wholeOrNull(String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return null;
        }
        BigInteger number = Amounts.parse(at(field), value);
        if (number.bitLength() >= Long.SIZE) {
            throw invalid(field, "must be less than 2^63");
        }
        return number.longValue();
    }

    /** An amount of smallest units, by the field or its twin, as {@link Amounts} reads it. */
    public BigInteger amount(String field) {
        return Amounts.read(json, field, at(field));
    }

    /**
     * As {@link #amount}, from a peer of 0.1, which is JavaScript: a JSON number stands for its nearest double. The twin and
     * a decimal string are exact.
     */
    public BigInteger amountOf01(String field) {
        BigInteger amount = amount(field);
        boolean exact = json.getValue(field) instanceof String || has(field + Amounts.TWIN);
        return exact ? amount : Rounding.nearestDouble(amount);
    }

    /** As {@link #amount}, or null when neither the field nor its twin is there. */
    public @Nullable BigInteger amountOrNull(String field) {
        return Amounts.find(json, field, at(field));
    }

    /** {@code true} or {@code false}; false when the field is not there. */
    public boolean flag(String field) {
        return switch (json.getValue(field)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw invalid(field, "must be true or false");
        };
    }

    /** An object's fields. */
    public Fields object(String field) {
        return required(field, objectOrNull(field));
    }

    /** An object's fields, or null when the field is not there. */
    public @Nullable Fields objectOrNull(String field) {
        return switch (json.getValue(field)) {
            case null -> null;
            case JsonObject object -> new Fields(object, at(field));
            default -> throw invalid(field, "must be an object");
        };
    }

    /** The fields of each object of an array; empty when the field is not there. */
    public List<Fields> objects(String field) {
        List<Fields> found = new ArrayList<>();
        for (Object element : array(field)) {
            String name = field + "[" + found.size() + "]";
            if (!(element instanceof JsonObject object)) {
                throw invalid(name, "must be an object");
            }
            found.add(new Fields(object, at(name)));
        }
        return found;
    }

    private JsonArray array(String field) {
        return switch (json.getValue(field)) {
            case null -> new JsonArray();
            case JsonArray array -> array;
            default -> throw invalid(field, "must be an array");
        };
    }

    /** What the maker makes of a field; its {@link IllegalArgumentException} becomes a complaint about that field. */
    public <T> T make(String field, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw invalid(field, "is refused: " + e.getMessage());
        }
    }

    /** A complaint about a field of this object, for rules that only the caller knows. */
    public MalformedJson invalid(String field, String complaint) {
        return new MalformedJson(MalformedJson.INVALID_FIELD, at(field), at(field) + " " + complaint);
    }

    private <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new MalformedJson(MalformedJson.MISSING_FIELD, at(field), at(field) + " is missing");
        }
        return value;
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
