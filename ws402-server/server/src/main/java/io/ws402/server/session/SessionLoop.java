package io.ws402.server.session;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.metrics.ServerMetrics;
import io.ws402.server.pricing.Meter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The sessions of one event loop, with their clockwork. What is marked as callable from any thread hops to the loop; all
 * else is confined to it.
 */
public final class SessionLoop implements SessionOwner {
    private final Context context;
    private final Ticker ticker;
    private final SessionRules rules;
    private final SessionCloser closer;
    private final ServerMetrics metrics;
    private final LongSupplier nanoClock;
    private final HeldSessions held;
    private final Runnable reportChanges;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Set<Session> changed = new LinkedHashSet<>();
    private final List<Promise<Void>> whenEmpty = new ArrayList<>();

    SessionLoop(
            Context context,
            Ticker ticker,
            SessionRules rules,
            SessionCloser closer,
            ServerMetrics metrics,
            LongSupplier nanoClock,
            HeldSessions held,
            Runnable reportChanges) {
        this.context = context;
        this.ticker = ticker;
        this.rules = rules;
        this.closer = closer;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        this.held = held;
        this.reportChanges = reportChanges;
    }

    /**
     * Starts a session: tells the payer and lets the meter run.
     *
     * @param leasedAtNanos when the gateway was asked for the grant, by the loop's clock
     * @param resumed whether it goes on from an earlier connection
     */
    public Session open(
            SessionGrant grant,
            PayerLink payer,
            SessionHooks hooks,
            Duration updateInterval,
            long leasedAtNanos,
            boolean resumed) {
        Meter meter = new Meter(grant.plan(), grant.balance().units(), grant.reading(), nanoClock);
        Session session = new Session(grant, meter, payer, hooks, this, updateInterval);
        sessions.add(session);
        held.add(session);
        metrics.sessionStarted();
        session.start(leasedAtNanos, resumed);
        return session;
    }

    /** The clockwork, for whatever else on this loop has deadlines. */
    @Override
    public Ticker ticker() {
        return ticker;
    }

    /** How this server runs its sessions. */
    @Override
    public SessionRules rules() {
        return rules;
    }

    @Override
    public void changed(Session session) {
        held.changed(session);
        if (session.state().isOpen()) {
            changed.add(session);
            reportChanges.run();
        } else {
            changed.remove(session);
        }
    }

    @Override
    public void close(Session session, EndReason reason, MeterReport last) {
        metrics.sessionClosing(
                reason.code(),
                last.reading().bytes() - session.grant().reading().bytes(),
                last.reading().messages() - session.grant().reading().messages());
        closer.close(session, reason, last);
    }

    @Override
    public void forget(Session session) {
        if (sessions.remove(session)) {
            held.remove(session);
            metrics.sessionEnded();
        }
        if (sessions.isEmpty()) {
            whenEmpty.forEach(Promise::tryComplete);
            whenEmpty.clear();
        }
    }

    /** The checkpoints of all open sessions. Callable from any thread. */
    Future<List<MeterReport>> checkpoints() {
        return onLoop(() -> {
            changed.clear();
            return open().stream().map(Session::checkpoint).toList();
        });
    }

    /** The checkpoints of the sessions that were paused or continued since their last one. Callable from any thread. */
    Future<List<MeterReport>> changes() {
        return onLoop(() -> {
            List<MeterReport> reports =
                    changed.stream().map(Session::checkpoint).toList();
            changed.clear();
            return reports;
        });
    }

    /** What the open sessions have used, for an operator. Callable from any thread. */
    public Future<List<UsageUpdate>> usage() {
        return onLoop(() -> open().stream().map(Session::usage).toList());
    }

    /** The gateway recorded a checkpoint. Callable from any thread. */
    void recorded(RecordedCheckpoint checkpoint) {
        context.runOnContext(nothing -> {
            for (Session session : open()) {
                checkpoint
                        .report(session.grant())
                        .ifPresent(report -> checkpoint
                                .over(session.grant())
                                .ifPresentOrElse(
                                        code -> session.end(EndReason.ofOver(code)),
                                        () -> renewed(session, checkpoint, report.consumed())));
            }
        });
    }

    private static void renewed(Session session, RecordedCheckpoint checkpoint, BigInteger consumed) {
        session.renewed(checkpoint.gatheredAtNanos(), consumed);
        checkpoint.balance(session.grant()).ifPresent(session::toppedUp);
    }

    /** Hands all sessions over; completes when none is left. Callable from any thread. */
    Future<Void> drain() {
        Promise<Void> empty = Promise.promise();
        context.runOnContext(nothing -> {
            open().forEach(session -> session.end(EndReason.SERVER_DRAINING));
            if (sessions.isEmpty()) {
                empty.complete();
            } else {
                whenEmpty.add(empty);
            }
        });
        return empty.future();
    }

    private List<Session> open() {
        return sessions.stream().filter(session -> session.state().isOpen()).toList();
    }

    private <T> Future<T> onLoop(Supplier<T> supplier) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(nothing -> promise.complete(supplier.get()));
        return promise.future();
    }
}
