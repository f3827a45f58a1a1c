package io.ws402.gateway.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.app.metrics.BacklogMetrics;
import io.ws402.gateway.app.metrics.ExposureMetrics;
import io.ws402.gateway.app.metrics.LedgerMetrics;
import io.ws402.gateway.payment.DepositWatcher;
import io.ws402.gateway.payment.InboundWatcher;
import io.ws402.gateway.payment.QuoteExpiry;
import io.ws402.gateway.payment.UnclaimedRefunds;
import io.ws402.gateway.work.RepeatedPass;
import java.util.List;
import java.util.stream.Stream;

/** What a gateway does without being asked; every gateway over a database does the same, and they share the work. */
final class GatewayWorkers {
    private final GatewayServices services;
    private final List<RepeatedPass> passes;

    private GatewayWorkers(GatewayServices services, List<RepeatedPass> passes) {
        this.services = services;
        this.passes = passes;
    }

    /** Called once the gateway answers: leases must not be reaped while nobody can renew them. */
    static GatewayWorkers start(Vertx vertx, GatewayServices services, GatewayConfig config, MeterRegistry meters) {
        services.reaper.start();
        services.refunds.start();
        return new GatewayWorkers(
                services,
                List.of(
                        services.rails.start(vertx),
                        new DepositWatcher(services.database, services.settlements, services.methods, meters)
                                .start(vertx),
                        new InboundWatcher(services.database, services.methods, services.identifiers, meters)
                                .start(vertx),
                        new UnclaimedRefunds(
                                        services.database,
                                        config.claimableFor(),
                                        services.identifiers,
                                        services.refunds::wake)
                                .start(vertx),
                        services.payouts.start(vertx),
                        new QuoteExpiry(services.database, config.quotes()).start(vertx),
                        new LedgerMetrics(services.audit, meters).start(vertx, config.auditInterval()),
                        services.wallets.start(vertx),
                        new ExposureMetrics(services.exposures, meters).start(vertx),
                        new BacklogMetrics(services.database, meters).start(vertx)));
    }

    /** Ends when no pass is running any more. */
    Future<Void> stop() {
        return Future.join(Stream.concat(
                                Stream.of(services.reaper.stop(), services.refunds.close()),
                                passes.stream().map(RepeatedPass::stop))
                        .toList())
                .mapEmpty();
    }
}
