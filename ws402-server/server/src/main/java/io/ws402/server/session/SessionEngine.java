package io.ws402.server.session;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.metrics.ServerMetrics;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * All metered sessions of one server process. Each event loop that serves payers gets a {@link SessionLoop} of its own;
 * what they share is one checkpoint call per interval, and the settling and releasing of sessions that are over.
 */
public final class SessionEngine {
    private final Vertx vertx;
    private final SessionRules rules;
    private final ServerMetrics metrics;
    private final LongSupplier nanoClock;
    private final Settler settler;
    private final LeaseReleaser releaser;
    private final CheckpointLoop checkpoints;
    private final HeldSessions held = new HeldSessions();

    /**
     * An engine that is not started.
     *
     * @param serverId names this process to the gateway: a new UUID for each start
     * @param nanoClock monotonic nanoseconds
     * @param random for jitter
     */
    public SessionEngine(
            Vertx vertx,
            PaymentProvider provider,
            String serverId,
            SessionRules rules,
            ServerMetrics metrics,
            LongSupplier nanoClock,
            RandomGenerator random) {
        this.vertx = vertx;
        this.rules = rules;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), random);
        Duration retryFor = rules.reportRetryFor();
        settler = new Settler(vertx, provider, backoff, retryFor, nanoClock, metrics);
        releaser = new LeaseReleaser(context, provider, serverId, backoff, retryFor, nanoClock, metrics);
        checkpoints = new CheckpointLoop(context, provider, serverId, rules, metrics, nanoClock);
    }

    /** Sessions for the event loop of this context; to be called on it, once. */
    public SessionLoop loop(Context context) {
        Alarm alarm = (delayMs, wake) -> {
            long timer = vertx.setTimer(delayMs, id -> wake.run());
            return () -> vertx.cancelTimer(timer);
        };
        Ticker ticker = new Ticker(nanoClock, alarm);
        SessionCloser closer = new SessionCloser(context, settler, releaser, rules.settleAnswerWait());
        SessionLoop loop =
                new SessionLoop(context, ticker, rules, closer, metrics, nanoClock, held, checkpoints::reportChanges);
        checkpoints.add(loop);
        return loop;
    }

    /** The sessions of all loops, for looking. */
    public HeldSessions held() {
        return held;
    }

    /** How the sessions run. */
    public SessionRules rules() {
        return rules;
    }

    /** All loops that were made. */
    public List<SessionLoop> loops() {
        return checkpoints.loops();
    }

    /** Gives back a payment that was granted to a session which never started here: its payer may come again. */
    public void giveBack(SessionGrant grant) {
        if (grant.leaseEpoch() > 0) {
            releaser.release(unused(grant));
        } else {
            // A gateway of WS402 0.1 knows no leases: all that can be given back is the money.
            settler.settle(unused(grant), EndReason.CONNECTION_LOST.code());
        }
    }

    /** Settles a session which can not start, so that its payer gets back what earlier connections did not use. */
    public void refund(SessionGrant grant) {
        settler.settle(unused(grant), EndReason.RESOURCE_FAILED.code());
    }

    private static MeterReport unused(SessionGrant grant) {
        return new MeterReport(
                grant.paymentId(),
                grant.leaseEpoch(),
                grant.sequence() + 1,
                grant.reading(),
                grant.plan().cost(grant.reading()).min(grant.balance().units()));
    }

    /** Begins to send checkpoints. */
    public void start() {
        checkpoints.start();
    }

    /** Hands all sessions over and waits until the gateway has every last reading; the caller bounds the wait. */
    public Future<Void> drain() {
        return Future.join(checkpoints.loops().stream().map(SessionLoop::drain).toList())
                .compose(drained -> Future.join(settler.idle(), releaser.idle()))
                .<Void>mapEmpty()
                .onComplete(done -> checkpoints.stop());
    }
}
