package io.ws402.protocol.json;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Amounts on the wire. A 0.1 field such as {@code balance} is a JSON integer, exact at any size; its twin
 * {@code balanceAtomic} is the same as a decimal string, because JavaScript cannot read integers above 2^53-1. Either is
 * accepted in either place; where both stand they must agree.
 */
public final class Amounts {
    /** As many as 2^256 has; the ledger's columns hold as many. */
    public static final int MAX_DIGITS = 78;

    static final String TWIN = "Atomic";
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0," + (MAX_DIGITS - 1) + "}");

    private Amounts() {}

    /** The amount in smallest units, by its field or its twin; @throws MalformedJson when missing or no amount. */
    public static BigInteger read(JsonObject json, String field) {
        return read(json, field, field);
    }

    /** As {@link #read(JsonObject, String)}, empty when neither the field nor its twin is there. */
    public static Optional<BigInteger> find(JsonObject json, String field) {
        return Optional.ofNullable(find(json, field, field));
    }

    /** Writes the field as an integer and its twin as a decimal string; returns {@code json}. */
    public static JsonObject write(JsonObject json, String field, BigInteger units) {
        return json.put(field, compact(units)).put(field + TWIN, units.toString());
    }

    /**
     * Reads an amount given as an integer or a decimal string.
     *
     * @param field the name to complain about
     * @throws MalformedJson {@code invalid_amount} for anything but digits: no sign, fraction, exponent or leading zero
     */
    public static BigInteger parse(String field, Object value) {
        return switch (value) {
            case Integer whole -> notNegative(field, BigInteger.valueOf(whole));
            case Long whole -> notNegative(field, BigInteger.valueOf(whole));
            case BigInteger whole -> notNegative(field, whole);
            case String text when DECIMAL.matcher(text).matches() -> new BigInteger(text);
            default -> throw refused(field);
        };
    }

    static BigInteger read(JsonObject json, String field, String path) {
        BigInteger found = find(json, field, path);
        if (found == null) {
            throw new MalformedJson(MalformedJson.MISSING_FIELD, path, path + " is missing");
        }
        return found;
    }

    static @Nullable BigInteger find(JsonObject json, String field, String path) {
        Object plain = json.getValue(field);
        Object twin = json.getValue(field + TWIN);
        BigInteger units = plain == null ? null : parse(path, plain);
        if (twin == null) {
            return units;
        }
        BigInteger twinUnits = parse(path + TWIN, twin);
        if (units != null && !units.equals(twinUnits)) {
            throw new MalformedJson(MalformedJson.TWINS_DIFFER, path, path + " and " + path + TWIN + " differ");
        }
        return twinUnits;
    }

    private static BigInteger notNegative(String field, BigInteger units) {
        // What fits 256 bits has at most 78 digits: looking at the bits first spares ordinary amounts the conversion.
        if (units.signum() < 0 || (units.bitLength() > 256 && units.toString().length() > MAX_DIGITS)) {
            throw refused(field);
        }
        return units;
    }

    private static Number compact(BigInteger units) {
        return units.bitLength() < Long.SIZE ? (Number) units.longValue() : units;
    }

    private static MalformedJson refused(String field) {
        return new MalformedJson(
                MalformedJson.INVALID_AMOUNT,
                field,
                field + " must be a whole number of smallest units, 0 or more, of at most " + MAX_DIGITS + " digits");
    }
}
