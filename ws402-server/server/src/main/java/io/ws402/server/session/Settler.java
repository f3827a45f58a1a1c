package io.ws402.server.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.server.journal.FinalReading;
import io.ws402.server.journal.Journal;
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
    private final Journal journal;
    private final Losses losses;
    private final Set<Future<SettleOutcome>> pending = ConcurrentHashMap.newKeySet();

    Settler(
            Vertx vertx,
            PaymentProvider provider,
            Backoff backoff,
            Duration retryFor,
            LongSupplier nanoClock,
            ServerMetrics metrics,
            Journal journal) {
        this.vertx = vertx;
        this.provider = provider;
        this.backoff = backoff;
        this.retryForNanos = retryFor.toNanos();
        this.nanoClock = nanoClock;
        this.metrics = metrics;
        this.journal = journal;
        this.losses = new Losses(metrics);
    }

    /** The gateway's answer; never a failed future. {@code Unavailable} when it was given up. */
    Future<SettleOutcome> settle(FinalReading reading) {
        journal.sending(reading);
        Promise<SettleOutcome> promise = Promise.promise();
        Future<SettleOutcome> answer = promise.future();
        pending.add(answer);
        answer.onComplete(done -> pending.remove(answer));
        attempt(reading, nanoClock.getAsLong(), 1, promise);
        return answer;
    }

    /** Completes when no settle that was asked for by now is under way. */
    Future<Void> idle() {
        return Future.join(List.copyOf(pending)).mapEmpty();
    }

    private void attempt(FinalReading reading, long since, int attempt, Promise<SettleOutcome> promise) {
        MeterReport report = reading.report();
        provider.settle(report, reading.reason()).onComplete(done -> {
            long tookNanos = nanoClock.getAsLong() - since;
            if (done.succeeded() && !(done.result() instanceof SettleOutcome.Unavailable)) {
                metrics.settled(Duration.ofNanos(tookNanos));
                answered(reading, done.result());
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
                journal.dropped(reading, Losses.GIVEN_UP);
                losses.note(reading, Losses.GIVEN_UP);
                promise.complete(new SettleOutcome.Unavailable(why));
                return;
            }
            if (attempt == 1) {
                LOG.atWarn().addKeyValue("paymentId", report.paymentId()).log("Settling is retried: {}", why);
            }
            metrics.settleRetried();
            vertx.setTimer(backoff.delayMs(attempt), timer -> attempt(reading, since, attempt + 1, promise));
        });
    }

    private void answered(FinalReading reading, SettleOutcome outcome) {
        switch (outcome) {
            case SettleOutcome.Settled(Settlement settlement) -> {
                journal.delivered(reading);
                losses.noteSettled(reading, settlement);
            }
            case SettleOutcome.Refused(String code, String _) -> {
                journal.dropped(reading, code);
                losses.note(reading, code);
            }
            case SettleOutcome.Unavailable(String _) -> {
                // not an answer
            }
        }
    }
}
