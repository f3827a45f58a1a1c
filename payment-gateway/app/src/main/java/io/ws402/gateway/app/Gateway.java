package io.ws402.gateway.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.access.ApiKeys;
import io.ws402.gateway.access.KeyFile;
import io.ws402.gateway.access.Merchant;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.access.TokenKey;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.app.metrics.RequestMetrics;
import io.ws402.gateway.app.service.Readiness;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running payment gateway: HTTP on one event loop per core, the core's services shared by them, and the workers. As many
 * as you like may run over one database, in one process too. Thread-safe.
 */
public final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private static final String RECEIPT_KEY = "receipt key";

    private final GatewayConfig config;
    private final DatabaseSource source;
    private final GatewayServices services;
    private final Readiness readiness;
    private final HttpServers http;
    private final GatewayWorkers workers;

    private Gateway(
            GatewayConfig config,
            DatabaseSource source,
            GatewayServices services,
            Readiness readiness,
            HttpServers http,
            GatewayWorkers workers) {
        this.config = config;
        this.source = source;
        this.services = services;
        this.readiness = readiness;
        this.http = http;
        this.workers = workers;
    }

    /** As {@link #start(Vertx, GatewayConfig, PrometheusMeterRegistry)}, with a registry of its own. */
    public static Future<Gateway> start(Vertx vertx, GatewayConfig config) {
        return start(vertx, config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /**
     * Starts a gateway: database, migrations, keys, payment methods, HTTP, workers, in this order.
     *
     * @param meters what {@code GET /metrics} shows
     * @return the gateway once it answers; when it fails nothing is left running, and the failure says why ({@link
     *     CannotListenException}, {@link io.ws402.gateway.method.MethodConfigurationException}, {@link
     *     io.ws402.gateway.storage.EmbeddedPostgresException}, or the driver's own)
     */
    public static Future<Gateway> start(Vertx vertx, GatewayConfig config, PrometheusMeterRegistry meters) {
        return DatabaseSource.open(vertx, config)
                .compose(source -> vertx.executeBlocking(
                                () -> new GatewayServices(
                                        vertx,
                                        config,
                                        source.database(),
                                        TokenKey.loadOrCreate(config.tokenKeyFile()),
                                        receiptKeys(config),
                                        meters),
                                false)
                        .compose(services -> start(vertx, config, source, services, meters))
                        .recover(failure -> source.close().transform(closed -> Future.failedFuture(failure))));
    }

    private static Future<Gateway> start(
            Vertx vertx,
            GatewayConfig config,
            DatabaseSource source,
            GatewayServices services,
            PrometheusMeterRegistry meters) {
        Readiness readiness = new Readiness(services.database);
        GatewayApi api = new GatewayApi(services, config, readiness, new RequestMetrics(meters), meters::scrape);
        return ensureKeys(services.apiKeys, config)
                .compose(ensured -> services.methods.start())
                .compose(started -> HttpServers.start(vertx, config.http(), api::router))
                .map(http -> {
                    GatewayWorkers workers = GatewayWorkers.start(vertx, services, config, meters);
                    LOG.info(
                            "the gateway listens on http://{}:{}", config.http().host(), http.port());
                    return new Gateway(config, source, services, readiness, http, workers);
                })
                .onFailure(failure -> services.methods.close());
    }

    /** What makes a receipt worth something is whose key it is: outside development none is made up. */
    private static Optional<KeyFile> receiptKeys(GatewayConfig config) {
        Optional<KeyFile> keys = config.receiptKeyFile()
                .map(file -> config.development()
                        ? KeyFile.loadOrCreate(file, RECEIPT_KEY)
                        : KeyFile.load(file, RECEIPT_KEY));
        if (keys.isEmpty()) {
            LOG.info("receipts are not signed: receipts.keyFile names no key");
        }
        return keys;
    }

    private static Future<Void> ensureKeys(ApiKeys keys, GatewayConfig config) {
        GatewayConfig.Merchant merchant = config.merchant();
        return keys.ensure(new Merchant(merchant.id(), merchant.name(), merchant.feeBasisPoints()))
                .compose(done -> keys.ensure(
                        merchant.id(),
                        Role.SERVER,
                        "keys.server",
                        config.keys().server().reveal()))
                .compose(done -> keys.ensure(
                        merchant.id(),
                        Role.OPERATOR,
                        "keys.operator",
                        config.keys().operator().reveal()));
    }

    /** The port it listens on. */
    public int port() {
        return http.port();
    }

    /**
     * Ends it without losing anything: says that it is not ready, takes no more requests, answers those there are, ends
     * the workers' steps, closes the database. Never fails.
     */
    public Future<Void> close() {
        readiness.drain();
        return http.stop()
                .transform(stopped -> workers.stop()
                        .timeout(config.http().drainTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(late -> LOG.warn(
                                "the workers did not end in time; what they were at goes on at the" + " next gateway")))
                .transform(ended -> {
                    services.methods.close();
                    return source.close();
                })
                .onFailure(failure -> LOG.warn("the database did not close as it should", failure))
                .otherwiseEmpty();
    }
}
