package io.ws402.gateway.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.app.storage.BacklogRepository;
import io.ws402.gateway.app.storage.BacklogRepository.Backlog;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;
import java.util.function.ToLongFunction;

/**
 * How much is under way in the whole installation: {@code ws402_gateway_refunds_pending}, {@code
 * ws402_gateway_refunds_awaiting_operator}, {@code ws402_gateway_refunds_oldest_age_seconds}, the same three of {@code
 * ws402_gateway_collections_…}, {@code ws402_gateway_sessions_held}, {@code ws402_gateway_inbound_waiting}, and the
 * connections of this process. Looked up every fifteen seconds.
 */
public final class BacklogMetrics {
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final BacklogRepository backlog;
    private volatile Backlog last = new Backlog(0, 0, 0, 0, 0, 0, 0, 0);

    /** In this registry. */
    public BacklogMetrics(Database database, MeterRegistry registry) {
        this.backlog = new BacklogRepository(database);
        gauge(registry, "ws402.gateway.refunds.pending", "Refunds that are not final", Backlog::refunds);
        gauge(
                registry,
                "ws402.gateway.refunds.awaiting.operator",
                "Refunds that only an operator can bring on",
                Backlog::awaitingOperator);
        gauge(registry, "ws402.gateway.collections.pending", "Collections that are not final", Backlog::collections);
        gauge(
                registry,
                "ws402.gateway.collections.awaiting.operator",
                "Collections that only an operator can bring on",
                Backlog::collectionsAwaitingOperator);
        gauge(registry, "ws402.gateway.sessions.held", "Payments that are held for a session", Backlog::held);
        gauge(
                registry,
                "ws402.gateway.inbound.waiting",
                "Transfers to our wallets that no quote explains, waiting for an operator",
                Backlog::unattributed);
        age(
                registry,
                "ws402.gateway.refunds.oldest.age",
                "How long the refund that is waiting longest has been",
                Backlog::oldestRefundSeconds);
        age(
                registry,
                "ws402.gateway.collections.oldest.age",
                "How long the collection that is waiting longest has been; its authorisation lapses",
                Backlog::oldestCollectionSeconds);
        Gauge.builder(
                        "ws402.gateway.database.connections",
                        database,
                        pool -> pool.pool().size())
                .description("Open connections to the database")
                .register(registry);
    }

    private void age(MeterRegistry registry, String name, String description, ToLongFunction<Backlog> seconds) {
        Gauge.builder(name, () -> seconds.applyAsLong(last))
                .baseUnit("seconds")
                .description(description)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToLongFunction<Backlog> figure) {
        Gauge.builder(name, () -> figure.applyAsLong(last))
                .description(description)
                .register(registry);
    }

    /** Looks now and again, until it is stopped. */
    public RepeatedPass start(Vertx vertx) {
        RepeatedPass repeated = new RepeatedPass(vertx, "count of the backlog", PAUSE, this::pass);
        repeated.start();
        return repeated;
    }

    private Future<Boolean> pass() {
        return backlog.count().map(counted -> {
            last = counted;
            return false;
        });
    }
}
