package io.ws402.chaos.database;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Short names of statements for labels: their first words, and a hash that tells them apart. */
final class SqlNames {
    private static final int WORDS = 60;
    private static final Map<String, String> NAMES = new ConcurrentHashMap<>();

    private SqlNames() {}

    static String of(String sql) {
        return NAMES.computeIfAbsent(sql, SqlNames::name);
    }

    private static String name(String sql) {
        String words = sql.strip().replaceAll("\\s+", " ");
        String start = words.substring(0, Math.min(WORDS, words.length()));
        return start + " #" + Integer.toHexString(words.hashCode());
    }
}
