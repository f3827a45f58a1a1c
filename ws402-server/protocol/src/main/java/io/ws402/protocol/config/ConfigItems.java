package io.ws402.protocol.config;

/**
 * A list of mappings, each with the same keys: {@code resources: [{id: …, pricePerSecond: …}, …]}. Left out, it is empty.
 *
 * @param path where it stands
 * @param item the keys of each mapping
 * @param doc what it is for, in a sentence
 */
public record ConfigItems(String path, ConfigSchema item, String doc) implements ConfigEntry {}
