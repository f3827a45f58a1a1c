package io.ws402.protocol.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads declared keys from a file's nodes and the environment, and collects whatever is wrong. Used once. */
final class ConfigCheck {
    private final String file;
    private final Map<String, String> environment;
    private final List<ConfigProblem> problems = new ArrayList<>();

    ConfigCheck(String file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    Config check(ConfigSchema schema, ConfigNode.Mapping root) {
        Config config = read(schema, root, "");
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private Config read(ConfigSchema schema, ConfigNode.Mapping root, String prefix) {
        refuseUnknown(schema, root, "", prefix);
        Map<ConfigEntry, Object> values = new HashMap<>();
        Map<ConfigEntry, String> sources = new HashMap<>();
        for (ConfigEntry entry : schema.entries()) {
            ConfigNode node = root.at(entry.path());
            String path = prefix + entry.path();
            Object value = switch (entry) {
                case ConfigKey<?> key -> value(key, node, path, sources);
                case ConfigItems items -> node != null ? items(items, node, path) : List.of();
                case ConfigSection section -> node != null ? section(node, path) : new JsonObject();
            };
            sources.putIfAbsent(entry, node != null ? at(node) : file);
            if (value != null) {
                values.put(entry, value);
            }
        }
        return new Config(prefix, values, sources);
    }

    private void refuseUnknown(ConfigSchema schema, ConfigNode.Mapping mapping, String above, String prefix) {
        mapping.values().forEach((name, node) -> {
            String path = above + name;
            if (schema.declares(path)) {
                return;
            }
            if (!schema.declaresBelow(path)) {
                complain(at(node), prefix + path, "is not known", Spelling.remedy(path, schema));
            } else if (node instanceof ConfigNode.Mapping below) {
                refuseUnknown(schema, below, path + ".", prefix);
            } else if (!(node instanceof ConfigNode.Scalar scalar && scalar.isNull())) {
                complain(at(node), prefix + path, "must be a mapping", "Write its keys below it, indented.");
            }
        });
    }

    private <T> @Nullable T value(
            ConfigKey<T> key, @Nullable ConfigNode node, String path, Map<ConfigEntry, String> sources) {
        for (String variable : key.variables(path)) {
            String text = environment.getOrDefault(variable, "");
            if (!text.isEmpty()) {
                sources.put(key, variable);
                return parse(key, text.strip(), variable, path);
            }
        }
        if (node != null) {
            return parse(key, text(node), at(node), path);
        }
        if (key.fallback().isPresent()) {
            return parse(key, key.fallback().get(), "the default", path);
        }
        if (!key.optional()) {
            String variables = String.join(" or ", key.variables(path));
            complain(file, path, "is missing", "Add it to the file, or set " + variables + ": " + key.doc());
        }
        return null;
    }

    /** A sequence of scalars reads as if it stood with commas, as it does in an environment variable. */
    private static @Nullable String text(ConfigNode node) {
        return switch (node) {
            case ConfigNode.Scalar(String text, boolean plain, int line) -> text;
            case ConfigNode.Sequence(List<ConfigNode> elements, int line)
            when elements.stream().allMatch(ConfigNode.Scalar.class::isInstance) ->
                elements.stream().map(ConfigCheck::text).collect(Collectors.joining(","));
            default -> null;
        };
    }

    private <T> @Nullable T parse(ConfigKey<T> key, @Nullable String text, String source, String path) {
        try {
            if (text != null) {
                return key.type().parser().apply(text);
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the complaint: what is expected says more than why a parser gave up.
        }
        String found = text == null ? "something nested" : key.type().secret() ? "what it is" : "'" + text + "'";
        complain(source, path, "must be " + key.type().expected() + ", not " + found, key.doc());
        return null;
    }

    private List<Config> items(ConfigItems items, ConfigNode node, String path) {
        List<Config> found = new ArrayList<>();
        if (!(node instanceof ConfigNode.Sequence sequence)) {
            complain(at(node), path, "must be a list", "Begin each element with a dash.");
            return found;
        }
        for (ConfigNode element : sequence.elements()) {
            String prefix = path + "[" + found.size() + "]";
            if (element instanceof ConfigNode.Mapping mapping) {
                found.add(read(items.item(), mapping, prefix + "."));
            } else {
                complain(at(element), prefix, "must be a mapping", "Write its keys below the dash.");
                found.add(new Config(prefix, new LinkedHashMap<>(), new LinkedHashMap<>()));
            }
        }
        return found;
    }

    private JsonObject section(ConfigNode node, String path) {
        if (node instanceof ConfigNode.Mapping mapping) {
            return mapping.json();
        }
        complain(at(node), path, "must be a mapping", "Write its keys below it, indented.");
        return new JsonObject();
    }

    private String at(ConfigNode node) {
        return YamlFile.line(file, node.line());
    }

    private void complain(String source, String key, String complaint, String remedy) {
        problems.add(new ConfigProblem(source, key, complaint, remedy));
    }
}
