package io.ws402.demo.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** How the demo's servers are configured: all sell the same, and none holds a key but the gateway's. */
final class ServerSetup {
    private static final String MAIN_CLASS = "io.ws402.server.app.Main";
    private static final int UNPAID_SOCKETS = 10_000;
    private static final String POSTER = "poster.svg";

    /** Where {@code examples/http-resource} is served from by {@code jwebserver -p 8402}. */
    private static final String EXAMPLE_PAGE = "http://127.0.0.1:8402";

    private final WorkFolder folder;
    private final LeaseTimes leases;
    private final URI gateway;
    private final String serverKey;
    private final List<String> currencies;
    private final List<String> chains;
    private final JsonObject solanaNodes;
    private final Path poster;

    /**
     * @param currencies the symbols of the assets that are taken, the default first
     * @param chains nodes of EVM chains that the payer's page may pay through
     * @param solanaNodes those of Solana, by their cluster
     */
    ServerSetup(
            WorkFolder folder,
            LeaseTimes leases,
            URI gateway,
            String serverKey,
            List<String> currencies,
            List<String> chains,
            JsonObject solanaNodes) {
        this.folder = folder;
        this.leases = leases;
        this.gateway = gateway;
        this.serverKey = serverKey;
        this.currencies = currencies;
        this.chains = chains;
        this.solanaNodes = solanaNodes;
        this.poster = folder.write(POSTER, poster());
    }

    private static String poster() {
        try (InputStream text = Objects.requireNonNull(ServerSetup.class.getResourceAsStream(POSTER))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param others where else a session can go on */
    Service service(int number, int port, URI... others) {
        String name = "server-" + number;
        JsonArray resources = new JsonArray();
        OnSale.ALL.forEach(sold -> resources.add(resource(sold)));
        JsonObject config = new JsonObject()
                .put("port", port)
                .put("drainTimeout", "5s")
                .put("gateway", new JsonObject().put("url", gateway.toString()))
                .put(
                        "sessions",
                        new JsonObject()
                                .put("checkpointInterval", GatewaySetup.millis(leases.checkpoint()))
                                .put("outageGrace", GatewaySetup.millis(leases.outageGrace()))
                                // A checkpoint charges up to the payer's last sign of life, and who only listens
                                // gives one when pinged.
                                .put("pingInterval", "1s"))
                .put("journal", new JsonObject().put("folder", folder.file(name).toString()))
                .put(
                        "limits",
                        // Everybody here comes from one address.
                        new JsonObject().put("unpaidSocketsPerAddress", UNPAID_SOCKETS))
                .put("allowedOrigins", origins(others).add(EXAMPLE_PAGE))
                .put(
                        "page",
                        new JsonObject()
                                .put("servers", origins(others))
                                .put("connect", new JsonArray(chains))
                                .put("solana", solanaNodes))
                .put("resources", resources);
        Path file = folder.write(name + ".yaml", config.encodePrettily());
        return new Service(
                "server " + number,
                URI.create("http://127.0.0.1:" + port),
                MAIN_CLASS,
                List.of("--config", file.toString()),
                Map.of("GATEWAY_API_KEY", serverKey),
                folder.file(name + ".log"));
    }

    private static JsonArray origins(URI... servers) {
        JsonArray origins = new JsonArray();
        Stream.of(servers).map(URI::toString).forEach(origins::add);
        return origins;
    }

    private JsonObject resource(OnSale sold) {
        JsonArray prices = new JsonArray();
        currencies.forEach(symbol -> prices.add(new JsonObject()
                .put("asset", symbol)
                .put("pricePerSecond", sold.pricePerSecond(symbol).toString())));
        return new JsonObject()
                .put("id", sold.id())
                .put(sold.isFile() ? "file" : "resource", sold.isFile() ? poster.toString() : sold.kind())
                .put("updateInterval", "1s")
                .put("prices", prices);
    }
}
