package io.ws402.gateway.methods.evm.rpc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Hex;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of an object that a node sent, each read by its type or not at all. */
record AnswerFields(String what, JsonObject json) {
    static AnswerFields of(String what, @Nullable Object answer) {
        if (answer instanceof JsonObject json) {
            return new AnswerFields(what, json);
        }
        throw new MalformedAnswer(what + " is not an object");
    }

    /** The object, or empty for {@code null}: how nodes say that they do not know something. */
    static Optional<AnswerFields> ofNullable(String what, @Nullable Object answer) {
        return answer == null ? Optional.empty() : Optional.of(of(what, answer));
    }

    BigInteger quantity(String field) {
        return required(field, optionalQuantity(field));
    }

    Optional<BigInteger> optionalQuantity(String field) {
        return optional(field, Hex::quantity);
    }

    /** A quantity that fits a {@code long}: heights, nonces, seconds. */
    long number(String field) {
        return asLong(field, quantity(field));
    }

    Optional<Long> optionalNumber(String field) {
        return optionalQuantity(field).map(value -> asLong(field, value));
    }

    String word(String field) {
        return required(field, optional(field, Hex::word));
    }

    Optional<String> optionalWord(String field) {
        return optional(field, Hex::word);
    }

    String data(String field) {
        return required(field, optional(field, Hex::data));
    }

    EvmAddress address(String field) {
        return required(field, optionalAddress(field));
    }

    Optional<EvmAddress> optionalAddress(String field) {
        return optional(field, EvmAddress::ofAnyCase);
    }

    JsonArray array(String field) {
        if (json.getValue(field) instanceof JsonArray array) {
            return array;
        }
        throw new MalformedAnswer(what + "." + field + " is not an array");
    }

    boolean isTrue(String field) {
        return Boolean.TRUE.equals(json.getValue(field));
    }

    private <T> Optional<T> optional(String field, Function<String, Optional<T>> reader) {
        Object value = json.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> read = value instanceof String text ? reader.apply(text) : Optional.empty();
        if (read.isEmpty()) {
            throw new MalformedAnswer(what + "." + field + " is malformed");
        }
        return read;
    }

    private <T> T required(String field, Optional<T> value) {
        return value.orElseThrow(() -> new MalformedAnswer(what + "." + field + " is missing"));
    }

    private long asLong(String field, BigInteger value) {
        if (value.bitLength() > 62) {
            throw new MalformedAnswer(what + "." + field + " is too large");
        }
        return value.longValue();
    }
}
