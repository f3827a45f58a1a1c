package io.ws402.gateway.app.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes request bodies that are nearly, or not at all, what the contract allows. Never puts a {@code null}. */
public final class BodyMutations {
    private static final List<Object> VALUES = List.of(
            0,
            1,
            -1,
            300,
            Long.MAX_VALUE,
            BigInteger.TEN.pow(18),
            BigInteger.TEN.pow(77),
            BigInteger.TEN.pow(78),
            BigInteger.TEN.pow(77).negate(),
            BigInteger.ONE.shiftLeft(63),
            "",
            "0",
            "00",
            "1",
            "-1",
            "1e3",
            "1.5",
            "9".repeat(78),
            "9".repeat(79),
            "9".repeat(19),
            "pay_x",
            "a b",
            "é",
            "x".repeat(129),
            "x".repeat(300),
            "held",
            true,
            false,
            new JsonObject(),
            new JsonArray());

    private final RandomGenerator random;

    /** With a seeded generator, for histories that replay. */
    public BodyMutations(RandomGenerator random) {
        this.random = random;
    }

    /** A copy with one to three members changed, removed or added, at any depth. */
    public JsonObject mutate(JsonObject body) {
        JsonObject copy = body.copy();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            change(copy);
        }
        return copy;
    }

    private void change(JsonObject object) {
        List<String> names = List.copyOf(object.fieldNames());
        if (names.isEmpty() || random.nextInt(8) == 0) {
            object.put("other", value());
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        Object member = object.getValue(name);
        if (member instanceof JsonObject nested && random.nextInt(4) != 0) {
            change(nested);
        } else if (member instanceof JsonArray array && !array.isEmpty() && random.nextInt(4) != 0) {
            int at = random.nextInt(array.size());
            if (array.getValue(at) instanceof JsonObject nested && random.nextInt(4) != 0) {
                change(nested);
            } else {
                array.set(at, value());
            }
        } else if (random.nextInt(3) == 0) {
            object.remove(name);
        } else {
            object.put(name, value());
        }
    }

    private Object value() {
        Object value = VALUES.get(random.nextInt(VALUES.size()));
        return switch (value) {
            case JsonObject object -> object.copy();
            case JsonArray array -> array.copy();
            default -> value;
        };
    }
}
