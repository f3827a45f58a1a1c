package io.ws402.server.session;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.server.journal.FinalReading;
import io.ws402.server.journal.Journal;
import io.ws402.server.metrics.ServerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
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
    private final Backoff backoff;
    private final long retryForNanos;
    private final LongSupplier nanoClock;
    private final ServerMetrics metrics;
    private final Journal journal;
    private final Losses losses;
    private final Map<FinalReading, Waiting> waiting = new LinkedHashMap<>();
    private boolean busy;
    private int failures;

    private record Waiting(Promise<Void> done, long since) {}

    LeaseReleaser(
            Context context,
            PaymentProvider provider,
            Backoff backoff,
            Duration retryFor,
            LongSupplier nanoClock,
            ServerMetrics metrics,
            Journal journal) {
        this.context = context;
        this.provider = provider;
        this.backoff = backoff;
        this.retryForNanos = retryFor.toNanos();
        this.nanoClock = nanoClock;
        this.metrics = metrics;
        this.journal = journal;
        this.losses = new Losses(metrics);
    }

    /** Completes, on any thread, when the gateway has answered or the reading was given up. */
    Future<Void> release(FinalReading reading) {
        journal.sending(reading);
        Promise<Void> done = Promise.promise();
        context.runOnContext(nothing -> {
            waiting.put(reading, new Waiting(done, nanoClock.getAsLong()));
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
        // Each is given back in the name of the process that metered it.
        String serverId = waiting.keySet().iterator().next().serverId();
        List<FinalReading> batch = waiting.keySet().stream()
                .filter(reading -> reading.serverId().equals(serverId))
                .limit(CheckpointLoop.REPORTS_MAX)
                .toList();
        provider.release(serverId, batch.stream().map(FinalReading::report).toList())
                .onComplete(answer -> context.runOnContext(nothing -> {
                    busy = false;
                    answered(batch, answer);
                }));
    }

    private void answered(List<FinalReading> batch, AsyncResult<CheckpointOutcome> answer) {
        if (answer.succeeded() && answer.result() instanceof CheckpointOutcome.Recorded recorded) {
            failures = 0;
            Map<String, String> codes = HashMap.newHashMap(recorded.over().size());
            recorded.over().forEach(one -> codes.put(one.paymentId(), one.code()));
            batch.forEach(reading -> taken(reading, codes.get(reading.report().paymentId())));
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

    /** @param refused why it was not recorded, or null when it was */
    private void taken(FinalReading reading, @Nullable String refused) {
        if (refused == null) {
            journal.delivered(reading);
        } else {
            journal.dropped(reading, refused);
            losses.note(reading, refused);
        }
        finish(reading);
    }

    private void giveUpOld(List<FinalReading> batch) {
        long now = nanoClock.getAsLong();
        for (FinalReading reading : batch) {
            Waiting one = waiting.get(reading);
            if (one != null && now - one.since() >= retryForNanos) {
                MeterReport report = reading.report();
                metrics.reportLost();
                LOG.atError()
                        .addKeyValue("paymentId", report.paymentId())
                        .addKeyValue("consumed", report.consumed())
                        .log("Gave up handing over");
                taken(reading, Losses.GIVEN_UP);
            }
        }
    }

    private void finish(FinalReading reading) {
        Waiting one = waiting.remove(reading);
        if (one != null) {
            one.done().tryComplete();
        }
    }
}
