package io.ws402.protocol.config;

import java.util.Locale;

/** Something that a program reads from its configuration. */
public sealed interface ConfigEntry permits ConfigKey, ConfigItems, ConfigSection {
    /** Where it stands, keys joined by dots: {@code session.lease}. */
    String path();

    /** What it is for, in a sentence. */
    String doc();

    /** The environment variable of a path: {@code resources[0].pricePerSecond} → {@code WS402_RESOURCES_0_PRICE_PER_SECOND}. */
    static String environmentName(String path) {
        String words = path.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("[^A-Za-z0-9]+", "_");
        return "WS402_" + words.toUpperCase(Locale.ROOT);
    }
}
