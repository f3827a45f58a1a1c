package io.ws402.protocol.config;

import java.util.List;

/**
 * Everything that a program, or one mapping of a list, reads; what is not in it is refused.
 *
 * @param entries the keys, in the order in which problems are reported
 */
public record ConfigSchema(List<ConfigEntry> entries) {
    /** A schema of these keys. */
    public static ConfigSchema of(ConfigEntry... entries) {
        return new ConfigSchema(List.of(entries));
    }

    boolean declares(String path) {
        return entries.stream().anyMatch(entry -> entry.path().equals(path));
    }

    boolean declaresBelow(String path) {
        return entries.stream().anyMatch(entry -> entry.path().startsWith(path + "."));
    }
}
