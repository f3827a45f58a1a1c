package io.ws402.server.app;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.ws402.protocol.config.ConfigDocument;
import io.ws402.proxy.ProxyPaymentProvider;
import io.ws402.server.journal.JournalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads the command line, starts the server before its gateway, and drains it when the process is told to stop. */
@Command(
        name = "ws402 server",
        description = "Runs a WS402 server: sells access by the second over WebSockets.",
        mixinStandardHelpOptions = true,
        versionProvider = ServerCommand.Version.class,
        sortOptions = false,
        footerHeading =
                "%nEnvironment: GATEWAY_API_KEY (required), GATEWAY_URL, PORT, LOG_FORMAT=json, LOG_LEVEL; every key of"
                        + " the file as WS402_<KEY>.%n%nExit codes:%n",
        footer = {
            "   0  done",
            "  64  the command line is wrong",
            "  69  the port is in use, or can not be listened on; the journal folder is in use, or can not be used",
            "  70  a defect",
            "  78  the configuration is wrong",
            " 143  stopped by SIGTERM, after draining"
        })
final class ServerCommand implements Callable<Integer> {
    /** The server runs on after the command line was carried out. */
    static final int RUNNING = -1;

    private static final String BUILT_IN = "server.yaml";
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Map<String, String> environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file like config/server.yaml, which it defaults to.")
    private @Nullable Path file;

    @Option(names = "--check-config", description = "Say what is wrong with the configuration, and exit.")
    private boolean checkOnly;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on; 0 lets the system choose.")
    private @Nullable Integer port;

    @Option(names = "--gateway-url", paramLabel = "URL", description = "Where the payment gateway is.")
    private @Nullable String gatewayUrl;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    ServerCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        ProgramConfig config = ProgramConfig.of(document());
        if (checkOnly) {
            PrintWriter out = spec.commandLine().getOut();
            config.warnings().forEach(warning -> out.println("Warning: " + warning + "."));
            out.println("The configuration is good.");
            return ExitCode.DONE;
        }
        run(config);
        return RUNNING;
    }

    private ConfigDocument document() {
        Map<String, String> overridden = new HashMap<>(environment);
        override(overridden, "WS402_HOST", host);
        override(overridden, "WS402_PORT", port);
        override(overridden, "WS402_GATEWAY_URL", gatewayUrl);
        return file != null
                ? ConfigDocument.load(file, overridden)
                : ConfigDocument.parse(BUILT_IN, builtIn(), overridden);
    }

    private static void override(Map<String, String> environment, String variable, @Nullable Object value) {
        if (value != null) {
            environment.put(variable, value.toString());
        }
    }

    /** The file that documents the defaults is packed into the jar, so that there is one source of them. */
    private static String builtIn() {
        try (InputStream packed = ServerCommand.class.getResourceAsStream(BUILT_IN)) {
            if (packed == null) {
                throw new IllegalStateException(BUILT_IN + " is missing in the jar");
            }
            return new String(packed.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + BUILT_IN + " from the jar failed", e);
        }
    }

    private static void run(ProgramConfig config) throws InterruptedException {
        Logger log = LoggerFactory.getLogger(ServerCommand.class);
        config.warnings().forEach(log::warn);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        ProxyPaymentProvider gateway = ProxyPaymentProvider.create(vertx, config.gateway());
        Ws402Server server = Ws402Server.create(vertx, config.server(), gateway).registry(registry);
        int listening;
        try {
            listening = server.start().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            vertx.close();
            if (e.getCause() instanceof IOException cause) {
                throw CannotListenException.of(config.server(), cause);
            }
            if (e.getCause() instanceof JournalException cause) {
                throw cause;
            }
            throw new IllegalStateException("the server did not start: " + e.getCause(), e);
        }
        measureProcess(registry);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(log, config, server, vertx), "drain"));
        log.info(
                "WS402 server on http://{}:{} sells {} by the gateway at {}",
                config.server().host(),
                listening,
                config.server().resources().stream().map(ResourceConfig::id).collect(Collectors.joining(", ")),
                config.gateway().gatewayUrl());
        // Not fatal: /readyz says the same for as long as it is so.
        gateway.accepts().onFailure(fault -> log.warn("No sessions yet: {}", fault.getMessage()));
    }

    @SuppressWarnings("resource") // the garbage collector's meters live as long as the process
    private static void measureProcess(PrometheusMeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    private static void stop(Logger log, ProgramConfig config, Ws402Server server, Vertx vertx) {
        long patienceMs = config.server().drainTimeout().plus(GRACE).toMillis();
        try {
            server.stop()
                    .eventually(vertx::close)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patienceMs, TimeUnit.MILLISECONDS);
            log.info("Stopped");
        } catch (ExecutionException | TimeoutException e) {
            log.error("Stopping failed: {}", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements picocli.CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ServerCommand.class.getPackage().getImplementationVersion();
            return new String[] {"ws402 server " + (version == null ? "(development)" : version)};
        }
    }
}
