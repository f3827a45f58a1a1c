package io.ws402.server.session;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.server.metrics.ServerMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the readings of all sessions of all event loops to the gateway, in one call per interval, which renews their
 * leases. A call that is still under way when the next is due is not overtaken.
 */
final class CheckpointLoop {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointLoop.class);

    /** The most reports in one call; a gateway takes several times as many. */
    static final int REPORTS_MAX = 10_000;

    /** How long after an answer what waited for it is sent, however often payers pause and continue. */
    private static final long BETWEEN_REPORTS_MS = 50;

    private final Context context;
    private final PaymentProvider provider;
    private final String serverId;
    private final SessionRules rules;
    private final ServerMetrics metrics;
    private final LongSupplier nanoClock;
    private final List<SessionLoop> loops = new CopyOnWriteArrayList<>();
    private boolean busy;
    private boolean changed;
    private boolean due;
    private boolean reached = true;
    private long timer = -1;

    CheckpointLoop(
            Context context,
            PaymentProvider provider,
            String serverId,
            SessionRules rules,
            ServerMetrics metrics,
            LongSupplier nanoClock) {
        this.context = context;
        this.provider = provider;
        this.serverId = serverId;
        this.rules = rules;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
    }

    void add(SessionLoop loop) {
        loops.add(loop);
    }

    List<SessionLoop> loops() {
        return loops;
    }

    void start() {
        context.runOnContext(nothing ->
                timer = context.owner().setPeriodic(rules.checkpointInterval().toMillis(), id -> tick()));
    }

    void stop() {
        context.runOnContext(nothing -> context.owner().cancelTimer(timer));
    }

    private void tick() {
        due = true;
        proceed();
    }

    /**
     * Reports the sessions that were paused or continued since their last checkpoint, those alone, without waiting for
     * the next interval: other servers hand out HTTP resources by what the gateway knows. Callable from any thread.
     */
    void reportChanges() {
        context.runOnContext(nothing -> {
            changed = true;
            proceed();
        });
    }

    private void proceed() {
        if (busy) {
            return;
        }
        if (due) {
            due = false;
            changed = false;
            report(SessionLoop::checkpoints);
        } else if (changed) {
            changed = false;
            report(SessionLoop::changes);
        }
    }

    private void report(Function<SessionLoop, Future<List<MeterReport>>> which) {
        busy = true;
        long gatheredAt = nanoClock.getAsLong();
        Future.all(loops.stream().map(which).toList())
                .map(all -> all.<List<MeterReport>>list().stream()
                        .flatMap(List::stream)
                        .toList())
                .compose(reports -> send(gatheredAt, reports))
                .onComplete(done -> context.runOnContext(nothing -> {
                    busy = false;
                    context.owner().setTimer(BETWEEN_REPORTS_MS, id -> proceed());
                }));
    }

    /** In one call; in several, one after the other, only where one would be larger than gateways take. */
    private Future<Void> send(long gatheredAt, List<MeterReport> reports) {
        if (reports.isEmpty()) {
            return Future.succeededFuture();
        }
        int size = Math.min(reports.size(), REPORTS_MAX);
        return provider.checkpoint(serverId, reports.subList(0, size))
                .timeout(rules.outageGrace().toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(fault -> new CheckpointOutcome.Unavailable(String.valueOf(fault)))
                .compose(outcome -> {
                    answered(gatheredAt, outcome, reports.subList(0, size));
                    return send(gatheredAt, reports.subList(size, reports.size()));
                });
    }

    private void answered(long gatheredAt, CheckpointOutcome outcome, List<MeterReport> reports) {
        Duration took = Duration.ofNanos(nanoClock.getAsLong() - gatheredAt);
        switch (outcome) {
            case CheckpointOutcome.Recorded answer -> {
                metrics.checkpoint(took, true);
                RecordedCheckpoint recorded = RecordedCheckpoint.of(gatheredAt, reports, answer);
                loops.forEach(loop -> loop.recorded(recorded));
                note(true, "");
            }
            case CheckpointOutcome.Unavailable(String reason) -> {
                metrics.checkpoint(took, false);
                note(false, reason);
            }
        }
    }

    /** Says once that the gateway is gone, and once that it is back. */
    private void note(boolean now, String reason) {
        if (now && !reached) {
            LOG.info("The gateway records checkpoints again");
        } else if (!now && reached) {
            LOG.warn("The gateway did not record a checkpoint, sessions go on for the outage grace: {}", reason);
        }
        reached = now;
    }
}
