package io.ws402.protocol.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration before it is checked: a YAML file, or none, and the environment. {@link #check} turns it into values,
 * or says everything that is wrong with it at once.
 *
 * @see <a href="https://12factor.net/config">The twelve-factor app: config</a>
 */
public final class ConfigDocument {
    private final String source;
    private final ConfigNode.Mapping root;
    private final Map<String, String> environment;

    private ConfigDocument(String source, ConfigNode.Mapping root, Map<String, String> environment) {
        this.source = source;
        this.root = root;
        this.environment = Map.copyOf(environment);
    }

    /** The environment alone. */
    public static ConfigDocument ofEnvironment(Map<String, String> environment) {
        return new ConfigDocument("the environment", new ConfigNode.Mapping(new LinkedHashMap<>(), 1), environment);
    }

    /**
     * A file and the environment, which wins.
     *
     * @throws ConfigException when the file can not be read, is not YAML, or has a key twice
     */
    public static ConfigDocument load(Path file, Map<String, String> environment) {
        try {
            return parse(file.toString(), Files.readString(file), environment);
        } catch (IOException e) {
            throw new ConfigException(List.of(new ConfigProblem(
                    file.toString(),
                    "the file",
                    "can not be read",
                    "Check that it exists and is readable UTF-8 text.")));
        }
    }

    /** As {@link #load}, for text that is at hand; {@code name} is what problems call it. */
    public static ConfigDocument parse(String name, String yaml, Map<String, String> environment) {
        return new ConfigDocument(name, YamlFile.parse(name, yaml), environment);
    }

    /**
     * The values of the declared keys.
     *
     * @throws ConfigException listing every unknown key, wrong type and missing value
     */
    public Config check(ConfigSchema schema) {
        return new ConfigCheck(source, environment).check(schema, root);
    }
}
