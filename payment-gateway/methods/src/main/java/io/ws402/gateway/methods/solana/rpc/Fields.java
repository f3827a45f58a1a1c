package io.ws402.gateway.methods.solana.rpc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of an object that a node sent, each read by its type or not at all. Whole numbers are exact at any size. */
record Fields(String what, JsonObject json) {
    private static final int MAX_BITS = 64;

    static Fields of(String what, @Nullable Object answer) {
        if (answer instanceof JsonObject json) {
            return new Fields(what, json);
        }
        throw new MalformedAnswer(what + " is not an object");
    }

    /** The object, or empty for {@code null}: how nodes say that they do not know something. */
    static Optional<Fields> ofNullable(String what, @Nullable Object answer) {
        return answer == null ? Optional.empty() : Optional.of(of(what, answer));
    }

    static BigInteger whole(String what, @Nullable Object value) {
        BigInteger number = value instanceof Integer || value instanceof Long || value instanceof BigInteger
                ? new BigInteger(value.toString())
                : null;
        if (number == null || number.signum() < 0 || number.bitLength() > MAX_BITS) {
            throw new MalformedAnswer(what + " is not a whole number of 64 bits");
        }
        return number;
    }

    static long number(String what, @Nullable Object value) {
        BigInteger number = whole(what, value);
        if (number.bitLength() > 62) {
            throw new MalformedAnswer(what + " is too large");
        }
        return number.longValue();
    }

    static String text(String what, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new MalformedAnswer(what + " is not text");
    }

    static SolanaAddress address(String what, @Nullable Object value) {
        return SolanaAddress.parse(text(what, value))
                .orElseThrow(() -> new MalformedAnswer(what + " is not an address"));
    }

    static JsonArray array(String what, @Nullable Object value) {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw new MalformedAnswer(what + " is not an array");
    }

    BigInteger whole(String field) {
        return whole(path(field), json.getValue(field));
    }

    long number(String field) {
        return number(path(field), json.getValue(field));
    }

    int small(String field) {
        long number = number(field);
        if (number > Integer.MAX_VALUE) {
            throw new MalformedAnswer(path(field) + " is too large");
        }
        return (int) number;
    }

    Optional<Long> optionalNumber(String field) {
        return json.getValue(field) == null ? Optional.empty() : Optional.of(number(field));
    }

    String text(String field) {
        return text(path(field), json.getValue(field));
    }

    Optional<String> optionalText(String field) {
        return json.getValue(field) == null ? Optional.empty() : Optional.of(text(field));
    }

    SolanaAddress address(String field) {
        return address(path(field), json.getValue(field));
    }

    Fields object(String field) {
        return of(path(field), json.getValue(field));
    }

    Optional<Fields> optionalObject(String field) {
        return ofNullable(path(field), json.getValue(field));
    }

    JsonArray array(String field) {
        return array(path(field), json.getValue(field));
    }

    /** An array of objects. Nodes write {@code null} for what they did not record, which says nothing of what there was. */
    List<Fields> objects(String field) {
        if (json.getValue(field) == null) {
            throw new MalformedAnswer(path(field) + " was not recorded by the node; use one that records it");
        }
        List<Fields> objects = new ArrayList<>();
        array(field).forEach(each -> objects.add(of(path(field) + "[]", each)));
        return objects;
    }

    boolean isTrue(String field) {
        return Boolean.TRUE.equals(json.getValue(field));
    }

    private String path(String field) {
        return what + "." + field;
    }
}
