package io.ws402.server.session;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.server.metrics.ServerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives leases back with their last readings, so that payers may resume elsewhere. Those that gather while a call is
 * under way leave together with the next one; a call that is not answered is repeated until the time for it is over.
 * Safe for use from any event loop; works on one of its own.
 */
final class LeaseReleaser {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseReleaser.class);

    private final Context context;
    private final PaymentProvider provider;
    private final String serverId;
    private final Backoff backoff;
    private final long retryForNanos;
    private final LongSupplier nanoClock;
    private final ServerMetrics metrics;
    private final Map<MeterReport, Waiting> waiting = new LinkedHashMap<>();
    private boolean busy;
    private int failures;

    private record Waiting(Promise<Void> done, long since) {}

    LeaseReleaser(
            Context context,
            PaymentProvider provider,
            String serverId,
            Backoff backoff,
            Duration retryFor,
            LongSupplier nanoClock,
            ServerMetrics metrics) {
        this.context = context;
        this.provider = provider;
        this.serverId = serverId;
        this.backoff = backoff;
        this.retryForNanos = retryFor.toNanos();
        this.nanoClock = nanoClock;
        this.metrics = metrics;
    }

    /** Completes, on any thread, when the gateway has answered or the report was given up. */
    Future<Void> release(MeterReport report) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(nothing -> {
            waiting.put(report, new Waiting(done, nanoClock.getAsLong()));
            flush();
        });
        return done.future();
    }

    /** Completes when nothing that was given back by now is under way. */
    Future<Void> idle() {
        Promise<Void> idle = Promise.promise();
        context.runOnContext(nothing -> {
            List<Future<Void>> all = new ArrayList<>();
            waiting.values().forEach(one -> all.add(one.done().future()));
            Future.join(all).<Void>mapEmpty().onComplete(idle);
        });
        return idle.future();
    }

    private void flush() {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        List<MeterReport> batch =
                waiting.keySet().stream().limit(CheckpointLoop.REPORTS_MAX).toList();
        provider.release(serverId, batch)
                .onComplete(answer -> context.runOnContext(nothing -> {
                    busy = false;
                    answered(batch, answer);
                }));
    }

    private void answered(List<MeterReport> batch, AsyncResult<CheckpointOutcome> answer) {
        if (answer.succeeded() && answer.result() instanceof CheckpointOutcome.Recorded) {
            failures = 0;
            batch.forEach(this::finish);
            flush();
            return;
        }
        failures++;
        String why = answer.succeeded() ? answer.result().toString() : String.valueOf(answer.cause());
        if (failures == 1) {
            LOG.warn("Giving {} leases back is retried: {}", batch.size(), why);
        }
        metrics.releaseRetried();
        giveUpOld(batch);
        // Busy until then: what comes meanwhile joins the retry instead of hammering a gateway that is down.
        busy = true;
        context.owner().setTimer(backoff.delayMs(failures), timer -> {
            busy = false;
            flush();
        });
    }

    private void giveUpOld(List<MeterReport> batch) {
        long now = nanoClock.getAsLong();
        for (MeterReport report : batch) {
            Waiting one = waiting.get(report);
            if (one != null && now - one.since() >= retryForNanos) {
                metrics.reportLost();
                LOG.atError()
                        .addKeyValue("paymentId", report.paymentId())
                        .addKeyValue("consumed", report.consumed())
                        .log("Gave up handing over");
                finish(report);
            }
        }
    }

    private void finish(MeterReport report) {
        Waiting one = waiting.remove(report);
        if (one != null) {
            one.done().tryComplete();
        }
    }
}
