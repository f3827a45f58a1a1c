package io.ws402.server.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.server.http.HttpFront;
import io.ws402.server.http.ServerParts;
import io.ws402.server.journal.Journal;
import io.ws402.server.journal.JournalException;
import io.ws402.server.metrics.ServerMetrics;
import io.ws402.server.resource.Offering;
import io.ws402.server.session.SessionEngine;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WS402 server to embed in a Vert.x program:
 *
 * {@snippet :
 * Ws402Server server = Ws402Server.create(vertx, ServerConfig.DEFAULTS, ProxyPaymentProvider.create(vertx, gateway))
 *         .offer(new Offering("shout", tariff, Duration.ofSeconds(3), () -> shout));
 * server.start().onSuccess(port -> System.out.println("listening on " + port));
 * }
 *
 * <p>Starts and stops once. Not thread-safe while it is being put together; {@link #start} and {@link #stop} may be
 * called from any thread.
 */
public final class Ws402Server {
    private static final Logger LOG = LoggerFactory.getLogger(Ws402Server.class);

    private final Vertx vertx;
    private final ServerConfig config;
    private final PaymentProvider provider;
    private final List<Offering> offerings = new ArrayList<>();
    private final List<Ws402Verticle> verticles = new CopyOnWriteArrayList<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile @Nullable Journal journal;
    private @Nullable SessionEngine engine;
    private @Nullable String deployment;

    private Ws402Server(Vertx vertx, ServerConfig config, PaymentProvider provider) {
        this.vertx = vertx;
        this.config = config;
        this.provider = provider;
        config.resources().forEach(resource -> offer(resource.offering(vertx, config)));
    }

    /** A server that sells what the configuration names; it does not listen yet. */
    public static Ws402Server create(Vertx vertx, ServerConfig config, PaymentProvider provider) {
        return new Ws402Server(vertx, config, provider);
    }

    /** Sells this too; @throws IllegalArgumentException when another resource has the same id. */
    public Ws402Server offer(Offering offering) {
        if (offerings.stream().anyMatch(other -> other.id().equals(offering.id()))) {
            throw new IllegalArgumentException("there are two resources with the id " + offering.id());
        }
        offerings.add(offering);
        return this;
    }

    /** Counts into this registry, which {@code /metrics} renders, instead of one of its own. */
    public Ws402Server registry(PrometheusMeterRegistry newRegistry) {
        registry = newRegistry;
        return this;
    }

    /**
     * Listens; completes with the port. A gateway that is down is no failure: {@code /readyz} says so. What an earlier
     * process left in the journal is delivered as soon as the gateway answers. Fails with {@link JournalException} when the
     * journal's folder can not be had.
     */
    public Future<Integer> start() {
        ServerMetrics metrics = new ServerMetrics(registry);
        return vertx.executeBlocking(() -> Journal.open(config.journal(), metrics, System::nanoTime), false)
                .compose(opened -> {
                    journal = opened;
                    // Also for an embedder that closes its Vert.x without stopping the server.
                    ((VertxInternal) vertx).addCloseHook(done -> letGo(opened).onComplete(done));
                    return start(metrics, opened)
                            .recover(fault -> letGo(opened).transform(done -> Future.failedFuture(fault)));
                });
    }

    private Future<Integer> start(ServerMetrics metrics, Journal opened) {
        String serverId = UUID.randomUUID().toString();
        SessionEngine started = new SessionEngine(
                vertx, provider, serverId, opened, config.sessions(), metrics, System::nanoTime, new SecureRandom());
        engine = started;
        ServerParts parts = new ServerParts(
                provider,
                config.gatewayUrl(),
                serverId,
                started,
                List.copyOf(offerings),
                config.limits(),
                config.policy(),
                config.page(),
                metrics,
                registry::scrape,
                SessionIds.system(),
                System::nanoTime,
                draining);
        HttpFront.SharedState shared = new HttpFront.SharedState(parts);
        DeploymentOptions options = new DeploymentOptions()
                .setInstances(
                        config.eventLoops() > 0
                                ? config.eventLoops()
                                : Runtime.getRuntime().availableProcessors())
                .setThreadingModel(ThreadingModel.EVENT_LOOP);
        return vertx.deployVerticle(
                        () -> new Ws402Verticle(parts, shared, config.host(), config.port(), verticles::add), options)
                .map(id -> {
                    deployment = id;
                    started.start();
                    return verticles.getFirst().actualPort();
                });
    }

    /**
     * Drains, then stops: takes nobody new, hands all sessions over ({@code ws402.migrate}, 1012), delivers every last
     * reading, for at most the configured time.
     */
    public Future<Void> stop() {
        SessionEngine current = engine;
        Journal opened = journal;
        String id = deployment;
        if (current == null || opened == null || id == null || !draining.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        LOG.info("Draining");
        return Future.join(verticles.stream().map(Ws402Verticle::drain).toList())
                .compose(unpaidGone -> current.drain())
                .timeout(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(late -> {
                    LOG.error(
                            "Some last readings were not delivered in time: {}",
                            config.journal().folder() == null
                                    ? "those sessions settle at a checkpoint"
                                    : "the next server on the same journal folder delivers them");
                    return Future.succeededFuture();
                })
                .compose(drained -> vertx.undeploy(id))
                .eventually(() -> letGo(opened));
    }

    private Future<Void> letGo(Journal opened) {
        return vertx.executeBlocking(
                () -> {
                    opened.close();
                    return null;
                },
                false);
    }
}
