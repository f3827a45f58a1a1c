package io.ws402.protocol.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A value, or a list of values, that a program reads. It is required unless it has a fallback or is optional. The
 * environment wins over the file: first {@code WS402_<PATH>}, then the key's further names in their order. A variable that
 * is empty counts as not set.
 *
 * @param path where it stands: {@code session.lease}
 * @param type how it is read
 * @param fallback its value, as text, when it is given nowhere
 * @param optional whether it may be given nowhere without a fallback
 * @param environment further environment variables, for example {@code GATEWAY_PORT}
 * @param doc what it is for, in a sentence
 * @param <T> the type of the value
 */
public record ConfigKey<T>(
        String path,
        ConfigType<T> type,
        Optional<String> fallback,
        boolean optional,
        List<String> environment,
        String doc)
        implements ConfigEntry {
    /** A required key. */
    public static <T> ConfigKey<T> of(String path, ConfigType<T> type, String doc) {
        return new ConfigKey<>(path, type, Optional.empty(), false, List.of(), doc);
    }

    /** A text. */
    public static ConfigKey<String> text(String path, String doc) {
        return of(path, ConfigType.TEXT, doc);
    }

    /** A whole number ≥ 0. */
    public static ConfigKey<Long> whole(String path, String doc) {
        return of(path, ConfigType.WHOLE, doc);
    }

    /** A TCP port. */
    public static ConfigKey<Integer> port(String path, String doc) {
        return of(path, ConfigType.PORT, doc);
    }

    /** {@code true} or {@code false}. */
    public static ConfigKey<Boolean> flag(String path, String doc) {
        return of(path, ConfigType.FLAG, doc);
    }

    /** A duration with its unit. */
    public static ConfigKey<Duration> duration(String path, String doc) {
        return of(path, ConfigType.DURATION, doc);
    }

    /** An amount in smallest units. */
    public static ConfigKey<BigInteger> amount(String path, String doc) {
        return of(path, ConfigType.AMOUNT, doc);
    }

    /** An exact decimal number. */
    public static ConfigKey<BigDecimal> decimal(String path, String doc) {
        return of(path, ConfigType.DECIMAL, doc);
    }

    /** A value that never prints itself. */
    public static ConfigKey<Secret> secret(String path, String doc) {
        return of(path, ConfigType.SECRET, doc);
    }

    /** The same key with a value for when none is given, written as it would be in the file. */
    public ConfigKey<T> orElse(String text) {
        return new ConfigKey<>(path, type, Optional.of(text), optional, environment, doc);
    }

    /** The same key, which may be left out. */
    public ConfigKey<T> optionally() {
        return new ConfigKey<>(path, type, fallback, true, environment, doc);
    }

    /** The same key with further environment variables. */
    public ConfigKey<T> env(String... names) {
        return new ConfigKey<>(path, type, fallback, optional, List.of(names), doc);
    }

    /** The environment variables that set it where it stands at this path, the first to be set wins. */
    List<String> variables(String absolutePath) {
        return Stream.concat(Stream.of(ConfigEntry.environmentName(absolutePath)), environment.stream())
                .toList();
    }
}
