package io.ws402.protocol.config;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checked values of a program's keys, or of one mapping of a list. Immutable. */
public final class Config {
    private final String prefix;
    private final Map<ConfigEntry, Object> values;
    private final Map<ConfigEntry, String> sources;

    Config(String prefix, Map<ConfigEntry, Object> values, Map<ConfigEntry, String> sources) {
        this.prefix = prefix;
        this.values = Map.copyOf(values);
        this.sources = Map.copyOf(sources);
    }

    /** The value of a key that is required or has a fallback; @throws IllegalStateException for any other without value. */
    public <T> T get(ConfigKey<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.path() + " has no value"));
    }

    /** The value of a key that may have been left out. */
    @SuppressWarnings("unchecked")
    public <T> Optional<T> find(ConfigKey<T> key) {
        // Safe: a key's value is what its own type's parser made.
        return Optional.ofNullable((T) values.get(key));
    }

    /** The mappings of a list. */
    @SuppressWarnings("unchecked")
    public List<Config> items(ConfigItems items) {
        return (List<Config>) values.getOrDefault(items, List.of());
    }

    /** A section that somebody else checks: unquoted integers, {@code true} and {@code false} are typed, the rest is text. */
    public JsonObject section(ConfigSection section) {
        return (JsonObject) values.getOrDefault(section, new JsonObject());
    }

    /** A refusal of a value for a rule that only the program knows, naming where it came from. */
    public ConfigException refuse(ConfigEntry entry, String complaint, String remedy) {
        String source = sources.getOrDefault(entry, "the configuration");
        return new ConfigException(List.of(new ConfigProblem(source, prefix + entry.path(), complaint, remedy)));
    }
}
