package io.ws402.gateway.app.cli;

import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.protocol.config.ConfigDocument;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options by which every command finds configuration and database. An option wins over the environment. */
final class ConfigOptions {
    private static final String DEBUG = "--debug";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The YAML file, documented in config/gateway.yaml. Without one: the environment and defaults.")
    @Nullable Path file;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "postgresql://user:password@host:port/database. Other users of this machine can see it here;"
                    + " better set DATABASE_URL.")
    @Nullable String databaseUrl;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where the embedded PostgreSQL and the token key lie.")
    @Nullable String data;

    @Option(
            names = "--dev",
            description =
                    "Development: makes up API keys where there are none, takes wallet keys from the environment.")
    boolean development;

    @Option(names = DEBUG, description = "Shows stack traces.")
    boolean debug;

    @Spec(Spec.Target.MIXEE)
    @Nullable CommandSpec mixee;

    static boolean debugIsOn(CommandLine line) {
        return line.getParseResult() != null && line.getParseResult().hasMatchedOption(DEBUG);
    }

    /** For a gateway that serves. */
    GatewayConfig read(Map<String, String> given) {
        Map<String, String> environment = environment(given);
        return GatewayConfig.read(document(environment), environment, development);
    }

    /** For work on the database. */
    GatewayConfig readForDatabase() {
        Map<String, String> environment = environment(Map.of());
        return GatewayConfig.readForDatabase(document(environment), environment, development);
    }

    private ConfigDocument document(Map<String, String> environment) {
        return file == null ? ConfigDocument.ofEnvironment(environment) : ConfigDocument.load(file, environment);
    }

    private Map<String, String> environment(Map<String, String> given) {
        Map<String, String> environment = new HashMap<>(ofProcess());
        put(environment, "WS402_DATABASE_URL", databaseUrl);
        put(environment, "WS402_DATA", data);
        environment.putAll(given);
        return environment;
    }

    private Map<String, String> ofProcess() {
        CommandSpec owner = Objects.requireNonNull(mixee, "picocli fills it");
        return ((GatewayCommand) owner.root().userObject()).environment();
    }

    private static void put(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }
}
