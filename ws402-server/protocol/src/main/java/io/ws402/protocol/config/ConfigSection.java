package io.ws402.protocol.config;

/**
 * A mapping whose keys somebody else knows and checks, for example {@code methods}, where each payment method reads its
 * own. Left out, it is empty.
 *
 * @param path where it stands
 * @param doc what it is for, in a sentence
 */
public record ConfigSection(String path, String doc) implements ConfigEntry {}
