package io.ws402.bench.durable;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.bench.process.Cores;
import io.ws402.bench.process.Program;
import io.ws402.bench.process.WorkFolder;
import io.ws402.gateway.process.LocalPort;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.proxy.ProxyOptions;
import io.ws402.proxy.ProxyPaymentProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The payment gateway as it is run, in a process of its own. Its caps are wide: everybody here is one caller. */
public final class GatewayProgram implements AutoCloseable {
    private static final String MAIN_CLASS = "io.ws402.gateway.app.cli.Main";
    private static final String ANY_RATE = "1000000/s burst 1000000";
    private static final int ANY_NUMBER = 100_000_000;
    private static final int KEY_BYTES = 32;
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Keys keys;
    private final Program program;

    /** The API keys that all gateways over a database share. */
    public record Keys(String server, String operator) {
        /** New ones. */
        public static Keys random() {
            return new Keys(secret(), secret());
        }

        private static String secret() {
            byte[] bytes = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        public String toString() {
            return "Keys[]";
        }
    }

    private GatewayProgram(int port, Keys keys, Program program) {
        this.port = port;
        this.keys = keys;
        this.program = program;
    }

    /**
     * Starts the nth gateway over a database, and waits until it is ready.
     *
     * @param methods as {@code gateway.yaml} has them
     * @param secrets further environment
     */
    public static GatewayProgram start(
            int index,
            WorkFolder folder,
            ConnectionSettings database,
            Keys keys,
            JsonObject methods,
            Map<String, String> secrets)
            throws IOException, InterruptedException {
        int port = LocalPort.free().number();
        Path config = folder.file("gateway-" + index + ".yaml");
        // Every JSON document is YAML, with all its quoting done.
        Files.writeString(config, config(port, folder, methods).encodePrettily());
        Map<String, String> environment = new HashMap<>(secrets);
        environment.put("GATEWAY_API_KEY", keys.server());
        environment.put("OPERATOR_API_KEY", keys.operator());
        environment.put("DATABASE_URL", Postgres.url(database));
        Program program = Program.start(
                "gateway " + (index + 1),
                Cores.here().program(index),
                MAIN_CLASS,
                List.of("--config", config.toString()),
                Map.of(),
                environment,
                folder.file("gateway-" + index + ".log"));
        GatewayProgram gateway = new GatewayProgram(port, keys, program);
        try {
            gateway.awaitReady();
            return gateway;
        } catch (IOException | InterruptedException e) {
            gateway.close();
            throw e;
        }
    }

    private static JsonObject config(int port, WorkFolder folder, JsonObject methods) {
        JsonObject rates = new JsonObject()
                .put("payments", ANY_RATE)
                .put("sessions", ANY_RATE)
                .put("reads", ANY_RATE);
        return new JsonObject()
                .put("dev", true)
                .put("http", new JsonObject().put("port", port).put("drainTimeout", "5s"))
                .put("data", folder.file("gateway").toString())
                .put("limits", new JsonObject().put("rates", rates))
                // Nobody renews what is held here between two measurements.
                .put("leases", new JsonObject().put("lease", "1h").put("resumeWindow", "2h"))
                .put(
                        "quotes",
                        new JsonObject().put("openPerAddress", ANY_NUMBER).put("openPerKey", ANY_NUMBER))
                .put("methods", methods);
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady()) {
            if (!program.isAlive() || System.nanoTime() > deadline) {
                throw new IOException(program.name() + " did not start:\n" + program.lastWords());
            }
            Thread.sleep(POLL);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url("/readyz")).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private URI url(String path) {
        return URI.create(url() + path);
    }

    /** Where servers find it. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Its process. */
    public Program program() {
        return program;
    }

    /** The API key of servers. */
    public String serverKey() {
        return keys.server();
    }

    /** How a server talks to it. */
    public ProxyPaymentProvider provider(Vertx vertx) {
        return ProxyPaymentProvider.create(vertx, ProxyOptions.of(url(), keys.server()));
    }

    /** Has it do what an operator asks for; @throws IOException when it does not. */
    public JsonObject operate(String path, JsonObject body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url(path))
                .header("Authorization", "Bearer " + keys.operator())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    @Override
    public void close() {
        http.close();
        program.close();
    }
}
