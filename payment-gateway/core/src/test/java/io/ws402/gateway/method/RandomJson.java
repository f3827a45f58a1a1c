package io.ws402.gateway.method;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** JSON of any shape from a seed, with a liking for what proofs are made of. */
final class RandomJson {
    private static final List<String> NAMES = List.of(
            "type",
            "txHash",
            "reference",
            "senderAddress",
            "senderWallet",
            "signature",
            "network",
            "chainId",
            "account",
            "mac",
            "token",
            "timestamp",
            "claimSecret",
            "proofs",
            "preimage",
            "",
            "__proto__",
            "x");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0x",
            "0x" + "a".repeat(64),
            "0x" + "g".repeat(64),
            "a".repeat(64),
            "0x" + "1".repeat(40),
            "base",
            "evm",
            "solana",
            "credits",
            "cashuA",
            "null",
            "\u0000",
            "\ud800",
            "'; DROP TABLE deposits; --",
            "9".repeat(5000));
    private static final int MAX_DEPTH = 4;

    private final Random random;

    RandomJson(long seed) {
        this.random = new Random(seed);
    }

    JsonObject object() {
        return object(0);
    }

    /** A copy with some fields taken out, put in, or with another value. */
    JsonObject mutated(JsonObject original) {
        JsonObject mutated = original.copy();
        List<String> fields = new ArrayList<>(original.fieldNames());
        for (int change = random.nextInt(3); change >= 0; change--) {
            String field = random.nextBoolean() || fields.isEmpty() ? pick(NAMES) : pick(fields);
            if (random.nextInt(4) == 0) {
                mutated.remove(field);
            } else if (random.nextInt(3) == 0 && mutated.getValue(field) instanceof String text) {
                mutated.put(field, mutated(text));
            } else {
                mutated.put(field, value(1));
            }
        }
        return mutated;
    }

    private String mutated(String text) {
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at);
            case 1 -> text + (char) (32 + random.nextInt(95));
            case 2 -> text.toUpperCase(Locale.ROOT);
            default ->
                text.substring(0, at) + (char) random.nextInt(0x300) + text.substring(Math.min(at + 1, text.length()));
        };
    }

    private JsonObject object(int depth) {
        JsonObject object = new JsonObject();
        for (int field = random.nextInt(6); field > 0; field--) {
            object.put(pick(NAMES), value(depth + 1));
        }
        return object;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 9 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> new BigInteger(200, random);
            case 4 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), 3);
            case 5, 6 -> pick(TEXTS);
            case 7 -> object(depth);
            default -> array(depth);
        };
    }

    private JsonArray array(int depth) {
        JsonArray array = new JsonArray();
        for (int element = random.nextInt(4); element > 0; element--) {
            array.add(value(depth + 1));
        }
        return array;
    }

    private String pick(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}
