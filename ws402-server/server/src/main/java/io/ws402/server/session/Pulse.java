package io.ws402.server.session;

import io.ws402.protocol.message.ServerMessage.BalanceLow;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.server.pricing.Meter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a session by the passing of time: usage updates, signs of life, low balance, and its end, also for want
 * of a renewed lease.
 */
final class Pulse extends Timed {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /**
     * Updates and looks for signs of life of all sessions come on the same beats of the clock, so that one wake-up serves
     * many, and what payers answer comes together too. What ends a session keeps its own moment.
     */
    private static final long BEAT_NANOS = 50_000_000;

    private final Session session;
    private final Meter meter;
    private final PayerLink payer;
    private final Ticker ticker;
    private final SessionRules rules;
    private final Duration updateInterval;
    private final List<Duration> lowAt;

    private int lowAnnounced;
    private long updateAt;
    private long lookAt;
    private long pausedSince;
    private long pausedNanos;
    private long deafUntil;

    Pulse(Session session, Meter meter, PayerLink payer, Ticker ticker, SessionRules rules, Duration updateInterval) {
        this.session = session;
        this.meter = meter;
        this.payer = payer;
        this.ticker = ticker;
        this.rules = rules;
        this.updateInterval = updateInterval;
        this.lowAt = rules.balanceLowAt();
    }

    Duration updateInterval() {
        return updateInterval;
    }

    void start() {
        long now = ticker.now();
        updateAt = beatFrom(now + updateInterval.toNanos());
        lookAt = beatFrom(now + rules.pingInterval().toNanos());
        deafUntil = now;
        // A balance that is low from the start is no news.
        skipLow();
        schedule();
    }

    void paused() {
        pausedSince = ticker.now();
        schedule();
    }

    void continued() {
        long now = ticker.now();
        pausedNanos += now - pausedSince;
        updateAt = beatFrom(now + updateInterval.toNanos());
        schedule();
    }

    /** The balance has grown: thresholds that it is above again are announced again. */
    void toppedUp() {
        lowAnnounced = 0;
        skipLow();
        schedule();
    }

    void stop() {
        ticker.forget(this);
    }

    long pauseLeftMillis() {
        return Math.max(0, pauseLeftNanos(ticker.now())) / 1_000_000;
    }

    @Override
    protected void due() {
        long now = ticker.now();
        EndReason over = over(now);
        if (over != null) {
            session.end(over);
            return;
        }
        try {
            if (now - lookAt >= 0) {
                askForLife(now);
            }
            if (now - updateAt >= 0 && !isPaused()) {
                update(now);
            }
        } finally {
            // A beat that fails must not be the last one: the session would outlive its money.
            schedule();
        }
    }

    /** Traffic was paid for: the end may have come nearer than the next moment that is asked for; nothing else has. */
    void spent() {
        if (meter.overBefore(dueNanos)) {
            schedule();
        }
    }

    /** Asks the ticker for the next moment at which something can be due. */
    void schedule() {
        long now = ticker.now();
        long wait = Math.min(Math.max(0, lookAt - now), rules.outageGrace().toNanos() - session.nanosSinceRenewal(now));
        if (isPaused()) {
            wait = Math.min(wait, pauseLeftNanos(now));
        } else {
            wait = Math.min(wait, Math.min(meter.nanosUntilOver(), updateAt - now));
        }
        ticker.wakeAfter(this, wait);
    }

    private @Nullable EndReason over(long now) {
        if (isPaused()) {
            if (pauseLeftNanos(now) <= 0) {
                return EndReason.PAUSE_LIMIT_REACHED;
            }
        } else if (meter.exhausted()) {
            return EndReason.BALANCE_EXHAUSTED;
        } else if (meter.atMaxDuration()) {
            return EndReason.MAX_DURATION_REACHED;
        }
        if (session.nanosSinceRenewal(now) >= rules.outageGrace().toNanos()) {
            return EndReason.GATEWAY_OUTAGE;
        }
        return silentNanos(now) >= rules.idleTimeout().toNanos() ? EndReason.PEER_SILENT : payer.stalled();
    }

    /** How long the payer has been silent; not while its frames are not being read, for its pongs wait behind them. */
    private long silentNanos(long now) {
        if (!payer.listening()) {
            deafUntil = now;
        }
        return Math.min(now - meter.confirmedAtNanos(), now - deafUntil);
    }

    private static long beatFrom(long nanos) {
        return nanos + Math.floorMod(-nanos, BEAT_NANOS);
    }

    private void askForLife(long now) {
        long interval = rules.pingInterval().toNanos();
        lookAt = beatFrom(now + interval);
        if (silentNanos(now) >= interval && !payer.congested()) {
            payer.ping();
        }
    }

    private void update(long now) {
        long interval = updateInterval.toNanos();
        updateAt += interval * (1 + (now - updateAt) / interval);
        if (payer.congested()) {
            // To a payer who does not read, updates would only pile up; the next one says it all.
            return;
        }
        UsageUpdate usage = session.usage();
        payer.send(usage);
        if (skipLow()) {
            payer.send(new BalanceLow(usage.remainingBalance(), meter.nanosUntilExhausted() / NANOS_PER_SECOND));
        }
    }

    /** Passes the thresholds that the balance has fallen below; whether there were any. */
    private boolean skipLow() {
        int before = lowAnnounced;
        while (lowAnnounced < lowAt.size() && isLow(lowAt.get(lowAnnounced))) {
            lowAnnounced++;
        }
        return lowAnnounced > before;
    }

    private boolean isLow(Duration threshold) {
        return meter.nanosUntilExhausted() <= threshold.toNanos();
    }

    private boolean isPaused() {
        return session.state() instanceof SessionState.Paused;
    }

    private long pauseLeftNanos(long now) {
        return rules.pauseMax().toNanos() - pausedNanos - (now - pausedSince);
    }
}
