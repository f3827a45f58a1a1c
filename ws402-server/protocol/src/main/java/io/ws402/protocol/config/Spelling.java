package io.ws402.protocol.config;

import java.util.Comparator;

/** Guesses which declared key a misspelt one was meant to be. */
final class Spelling {
    private static final int MOST_EDITS = 3;

    private Spelling() {}

    static String remedy(String unknown, ConfigSchema schema) {
        return schema.entries().stream()
                .map(ConfigEntry::path)
                .min(Comparator.comparingInt(known -> edits(unknown, known)))
                .filter(known -> edits(unknown, known) <= MOST_EDITS)
                .map(known -> "Did you mean " + known + "?")
                .orElse("Remove it.");
    }

    /** How many letters must be put in, taken out or changed to get from one word to the other (Levenshtein). */
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
