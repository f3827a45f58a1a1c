package io.ws402.gateway.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the ledger's law holds: {@code ws402_gateway_ledger_law_holds}, 1 or 0, and not a number before the first
 * audit; {@code ws402_gateway_ledger_audit_age_seconds} says how old that word is. Alert on either. {@code
 * ws402_gateway_payer_credit} is what was kept for payers then, for each asset, in its smallest units.
 */
public final class LedgerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerMetrics.class);

    private final LedgerAudit audit;
    private final MultiGauge payerCredit;
    private volatile double holds = Double.NaN;
    private volatile long auditedAtNanos = System.nanoTime();

    /** In this registry. */
    public LedgerMetrics(LedgerAudit audit, MeterRegistry registry) {
        this.audit = audit;
        Gauge.builder("ws402.gateway.ledger.law.holds", () -> holds)
                .description("Whether the ledger's law held at the last audit (1) or not (0)")
                .register(registry);
        Gauge.builder("ws402.gateway.ledger.audit.age", () -> (System.nanoTime() - auditedAtNanos) / 1e9)
                .baseUnit("seconds")
                .description("How long ago the last audit ended")
                .register(registry);
        this.payerCredit = MultiGauge.builder("ws402.gateway.payer.credit")
                .description("What is kept for payers because it could not be sent back yet")
                .register(registry);
    }

    /** Audits now and again, until it is stopped. */
    public RepeatedPass start(Vertx vertx, Duration interval) {
        RepeatedPass repeated = new RepeatedPass(vertx, "audit of the ledger", interval, this::pass);
        repeated.start();
        return repeated;
    }

    private Future<Boolean> pass() {
        return audit.run().map(report -> {
            if (!report.holds() && holds != 0) {
                LOG.error("the ledger's law does not hold: {}", report.toJson().encode());
            }
            note(report);
            return false;
        });
    }

    private void note(AuditReport report) {
        holds = report.holds() ? 1 : 0;
        auditedAtNanos = System.nanoTime();
        payerCredit.register(
                report.assets().stream()
                        .map(law -> MultiGauge.Row.of(
                                Tags.of("asset", law.asset().value()),
                                law.payerCredit().doubleValue()))
                        .toList(),
                true);
    }
}
