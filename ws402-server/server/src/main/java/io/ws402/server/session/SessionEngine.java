package io.ws402.server.session;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.journal.FinalReading;
import io.ws402.server.journal.FinalReading.Delivery;
import io.ws402.server.journal.Journal;
import io.ws402.server.metrics.ServerMetrics;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * All metered sessions of one server process. Each event loop that serves payers gets a {@link SessionLoop} of its own;
 * what they share is one checkpoint call per interval, and the settling and releasing of sessions that are over.
 */
public final class SessionEngine {
    /** How many sessions of an earlier process are settled at once, beside those of this one. */
    private static final int LATE_SETTLES_AT_ONCE = 32;

    private final Vertx vertx;
    private final Context context;
    private final String serverId;
    private final Journal journal;
    private final SessionRules rules;
    private final ServerMetrics metrics;
    private final LongSupplier nanoClock;
    private final Settler settler;
    private final LeaseReleaser releaser;
    private final CheckpointLoop checkpoints;
    private final HeldSessions held = new HeldSessions();
    private final Map<Delivery, List<FinalReading>> left;

    /**
     * An engine that is not started.
     *
     * @param serverId names this process to the gateway: a new UUID for each start
     * @param journal keeps the final readings that the gateway has not answered; whoever opened it closes it
     * @param nanoClock monotonic nanoseconds
     * @param random for jitter
     */
    public SessionEngine(
            Vertx vertx,
            PaymentProvider provider,
            String serverId,
            Journal journal,
            SessionRules rules,
            ServerMetrics metrics,
            LongSupplier nanoClock,
            RandomGenerator random) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.serverId = serverId;
        this.journal = journal;
        // Before any session of this process: what waits now was left by an earlier one.
        this.left = journal.waiting().stream().collect(Collectors.groupingBy(FinalReading::delivery));
        this.rules = rules;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), random);
        Duration retryFor = rules.reportRetryFor();
        settler = new Settler(vertx, provider, backoff, retryFor, nanoClock, metrics, journal);
        releaser = new LeaseReleaser(context, provider, backoff, retryFor, nanoClock, metrics, journal);
        checkpoints = new CheckpointLoop(context, provider, serverId, rules, metrics, nanoClock);
    }

    /** Sessions for the event loop of this context; to be called on it, once. */
    public SessionLoop loop(Context loopContext) {
        Alarm alarm = (delayMs, wake) -> {
            long timer = vertx.setTimer(delayMs, id -> wake.run());
            return () -> vertx.cancelTimer(timer);
        };
        Ticker ticker = new Ticker(nanoClock, alarm);
        SessionCloser closer = new SessionCloser(
                loopContext, settler, releaser, new Losses(metrics), serverId, rules.settleAnswerWait());
        SessionLoop loop = new SessionLoop(
                loopContext, ticker, rules, closer, metrics, nanoClock, held, checkpoints::reportChanges);
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

    /** Whether a session may be started: not while its final reading might not be kept. Callable from any thread. */
    public boolean takesSessions() {
        return !journal.isFull();
    }

    /** Gives back a payment that was granted to a session which never started here: its payer may come again. */
    public void giveBack(SessionGrant grant) {
        if (grant.leaseEpoch() > 0) {
            releaser.release(unused(grant, Delivery.RELEASE, EndReason.CONNECTION_LOST));
        } else {
            // A gateway of WS402 0.1 knows no leases: all that can be given back is the money.
            settler.settle(unused(grant, Delivery.SETTLE, EndReason.CONNECTION_LOST));
        }
    }

    /** Settles a session which can not start, so that its payer gets back what earlier connections did not use. */
    public void refund(SessionGrant grant) {
        settler.settle(unused(grant, Delivery.SETTLE, EndReason.RESOURCE_FAILED));
    }

    private FinalReading unused(SessionGrant grant, Delivery delivery, EndReason reason) {
        BigInteger consumed =
                grant.plan().cost(grant.reading()).min(grant.balance().units());
        MeterReport report =
                new MeterReport(grant.paymentId(), grant.leaseEpoch(), grant.sequence() + 1, grant.reading(), consumed);
        AssetId asset = grant.balance().asset().id();
        return new FinalReading(delivery, serverId, report, reason.code(), consumed, asset);
    }

    /** Begins to send checkpoints, and to deliver what an earlier process could not. To be called once. */
    public void start() {
        checkpoints.start();
        journal.start(vertx);
        left.getOrDefault(Delivery.RELEASE, List.of()).forEach(releaser::release);
        Queue<FinalReading> toSettle = new ConcurrentLinkedQueue<>(left.getOrDefault(Delivery.SETTLE, List.of()));
        context.runOnContext(nothing -> {
            for (int lane = 0; lane < LATE_SETTLES_AT_ONCE; lane++) {
                settleNext(toSettle);
            }
        });
    }

    private void settleNext(Queue<FinalReading> toSettle) {
        FinalReading next = toSettle.poll();
        if (next != null) {
            settler.settle(next).onComplete(answered -> settleNext(toSettle));
        }
    }

    /** Hands all sessions over and waits until the gateway has every last reading; the caller bounds the wait. */
    public Future<Void> drain() {
        return Future.join(checkpoints.loops().stream().map(SessionLoop::drain).toList())
                .compose(drained -> Future.join(settler.idle(), releaser.idle()))
                .<Void>mapEmpty()
                .onComplete(done -> checkpoints.stop());
    }
}
