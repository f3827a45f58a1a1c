package io.ws402.protocol;

import java.util.List;
import java.util.Random;

/** Spoils good texts in the ways that attackers and broken peers do, the same ones for the same seed. */
public final class Mutations {
    private static final List<String> SHARDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "-1",
            "1e3",
            "1.5",
            "NaN",
            "-0",
            "9".repeat(79),
            "9223372036854775808",
            "\"\"",
            "\" \"",
            "{}",
            "[]",
            "\"1e3\"",
            "\u0000",
            "\ud800",
            "é",
            "\t");

    private final Random random;
    private final List<String> texts;

    /** Spoils these texts. */
    public Mutations(long seed, List<String> texts) {
        this.random = new Random(seed);
        this.texts = texts;
    }

    /** One more: a text with one to four wounds. */
    public String next() {
        StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
        for (int wounds = 1 + random.nextInt(4); wounds > 0; wounds--) {
            wound(text);
        }
        return text.toString();
    }

    private void wound(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(12));
        switch (random.nextInt(6)) {
            case 0 -> text.delete(at, to);
            case 1 -> text.insert(at, SHARDS.get(random.nextInt(SHARDS.size())));
            case 2 -> text.replace(at, to, SHARDS.get(random.nextInt(SHARDS.size())));
            case 3 -> text.insert(at, text.substring(at, to));
            case 4 -> value(text, at);
            default -> text.setLength(at);
        }
        if (text.isEmpty()) {
            text.append(SHARDS.get(random.nextInt(SHARDS.size())));
        }
    }

    /** Replaces the value behind a colon, which leaves the text JSON more often than not. */
    private void value(StringBuilder text, int from) {
        int colon = text.indexOf(":", from);
        int end = text.indexOf(",", colon);
        if (colon >= 0 && end > colon) {
            text.replace(colon + 1, end, SHARDS.get(random.nextInt(SHARDS.size())));
        }
    }
}
