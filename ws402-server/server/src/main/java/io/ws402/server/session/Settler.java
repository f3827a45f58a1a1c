package io.ws402.server.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.server.metrics.ServerMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles sessions, again and again with the same report until the gateway answers or the time for it is over; the
 * gateway gives a repeated settle its first answer. Safe for use from any event loop.
 */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    private final Vertx vertx;
    private final PaymentProvider provider;
    private final Backoff backoff;
    private final long retryForNanos;
    private final LongSupplier nanoClock;
    private final ServerMetrics metrics;
    private final Set<Future<SettleOutcome>> pending = ConcurrentHashMap.newKeySet();

    Settler(
            Vertx vertx,
            PaymentProvider provider,
            Backoff backoff,
            Duration retryFor,
            LongSupplier nanoClock,
            ServerMetrics metrics) {
        this.vertx = vertx;
        this.provider = provider;
        this.backoff = backoff;
        this.retryForNanos = retryFor.toNanos();
        this.nanoClock = nanoClock;
        this.metrics = metrics;
    }

    /** The gateway's answer; never a failed future. {@code Unavailable} when it was given up. */
    Future<SettleOutcome> settle(MeterReport report, String reason) {
        Promise<SettleOutcome> promise = Promise.promise();
        Future<SettleOutcome> answer = promise.future();
        pending.add(answer);
        answer.onComplete(done -> pending.remove(answer));
        attempt(report, reason, nanoClock.getAsLong(), 1, promise);
        return answer;
    }

    /** Completes when no settle that was asked for by now is under way. */
    Future<Void> idle() {
        return Future.join(List.copyOf(pending)).mapEmpty();
    }

    private void attempt(MeterReport report, String reason, long since, int attempt, Promise<SettleOutcome> promise) {
        provider.settle(report, reason).onComplete(done -> {
            long tookNanos = nanoClock.getAsLong() - since;
            if (done.succeeded() && !(done.result() instanceof SettleOutcome.Unavailable)) {
                metrics.settled(Duration.ofNanos(tookNanos));
                promise.complete(done.result());
                return;
            }
            String why = done.succeeded() ? done.result().toString() : String.valueOf(done.cause());
            if (tookNanos >= retryForNanos) {
                metrics.reportLost();
                LOG.atError()
                        .addKeyValue("paymentId", report.paymentId())
                        .addKeyValue("consumed", report.consumed())
                        .log("Gave up settling: {}", why);
                promise.complete(new SettleOutcome.Unavailable(why));
                return;
            }
            if (attempt == 1) {
                LOG.atWarn().addKeyValue("paymentId", report.paymentId()).log("Settling is retried: {}", why);
            }
            metrics.settleRetried();
            vertx.setTimer(backoff.delayMs(attempt), timer -> attempt(report, reason, since, attempt + 1, promise));
        });
    }
}
