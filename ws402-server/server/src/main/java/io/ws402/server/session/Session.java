package io.ws402.server.session;

import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.message.ServerMessage.Progress;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.pricing.Meter;
import io.ws402.server.session.SessionState.Event;
import java.math.BigInteger;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A paid session while this server serves it: from the grant to the gateway's answer to its final reading. Made by
 * {@link SessionLoop#open}; confined to that loop.
 */
public final class Session {
    private static final Goodbye UNSAID = EndReason.CONNECTION_LOST.goodbye();

    private final SessionGrant grant;
    private final Meter meter;
    private final PayerLink payer;
    private final SessionHooks hooks;
    private final SessionOwner owner;
    private final Pulse pulse;

    // Written on the loop only; volatile for those who look from other threads.
    private volatile SessionState state = new SessionState.Active();
    private Goodbye goodbye = UNSAID;
    private Consumer<EndReason> endingHandler = reason -> {};
    private long sequence;
    private long renewedAtNanos;
    private BigInteger recorded;

    Session(SessionGrant grant, Meter meter, PayerLink payer, SessionHooks hooks, SessionOwner owner, Duration update) {
        this.grant = grant;
        this.meter = meter;
        this.payer = payer;
        this.hooks = hooks;
        this.owner = owner;
        this.sequence = grant.sequence();
        this.recorded = meter.consumed(grant.reading());
        this.pulse = new Pulse(this, meter, payer, owner.ticker(), owner.rules(), update);
    }

    /** What the gateway granted. */
    public SessionGrant grant() {
        return grant;
    }

    /** The session's name towards the payer. */
    public String id() {
        return grant.sessionId();
    }

    /** Where it stands. Callable from any thread. */
    public SessionState state() {
        return state;
    }

    /** What it has used so far, or finally. */
    public UsageUpdate usage() {
        Reading reading = meter.reading();
        BigInteger consumed = meter.consumed(reading);
        return new UsageUpdate(id(), reading, consumed, balance().subtract(consumed));
    }

    /** Everything that was paid in, smallest units. */
    public BigInteger balance() {
        return meter.balance();
    }

    /** Tells the payer, and lets the meter run. */
    void start(long leasedAtNanos, boolean resumed) {
        renewedAtNanos = leasedAtNanos;
        meter.start();
        pulse.start();
        Reading before = grant.reading();
        payer.send(new SessionStarted(
                id(),
                balance(),
                grant.credit().units(),
                grant.plan().pricePerSecond(),
                grant.resourceId(),
                grant.balance().asset(),
                grant.resumeToken(),
                grant.accessToken(),
                grant.accessTokenExpiresInMs(),
                pulse.updateInterval().toMillis(),
                resumed ? new Progress(before, meter.consumed(before)) : null));
    }

    /**
     * Meters an application frame, either direction, that is about to pass.
     *
     * @param startsMessage whether a message begins with it
     * @return whether it may pass; not while paused, nor when the session is over
     */
    public boolean passes(int payloadBytes, boolean startsMessage) {
        if (!(state instanceof SessionState.Active)) {
            return false;
        }
        if (meter.trafficPriced() && meter.exhausted()) {
            end(EndReason.BALANCE_EXHAUSTED);
            return false;
        }
        meter.count(payloadBytes, startsMessage);
        return true;
    }

    /** To be called at once after a frame was handed on: ends the session if the frame used up the balance. */
    public void passed() {
        if (meter.trafficPriced() && state.isOpen()) {
            if (meter.usedUp()) {
                end(EndReason.BALANCE_EXHAUSTED);
            } else {
                pulse.spent();
            }
        }
    }

    /** To be called for every frame of the payer, whatever its kind. */
    public void signOfLife() {
        meter.confirm();
    }

    /** Stops meter and traffic; does nothing unless the session is active. */
    public void pause() {
        if (apply(new Event.Pause())) {
            meter.stop();
            pulse.paused();
            hooks.paused();
            payer.send(new ServerMessage.Paused(pulse.pauseLeftMillis()));
        }
    }

    /** Ends a pause; does nothing unless there is one. */
    public void unpause() {
        if (apply(new Event.Continue())) {
            meter.start();
            pulse.continued();
            payer.send(new ServerMessage.Resumed());
            hooks.continued();
        }
    }

    /** For how many more seconds than are paid for the session can last, without further traffic. */
    public long secondsUnpaid() {
        return meter.secondsUnpaid();
    }

    /**
     * The gateway says that so much was paid in by now: the meter runs on up to there, and the payer is told.
     *
     * @return whether that is news; not when the session is over either
     */
    public boolean toppedUp(BigInteger balance) {
        BigInteger before = balance();
        if (!state.isOpen() || !meter.raise(balance)) {
            return false;
        }
        pulse.toppedUp();
        payer.send(toppedUpBy(balance.subtract(before)));
        return true;
    }

    /** What a payer is told of a top-up of this amount that counts. */
    public ServerMessage toppedUpBy(BigInteger amount) {
        BigInteger remaining = usage().remainingBalance();
        return new ServerMessage.ToppedUp(amount, balance(), remaining, meter.nanosUntilOver() / 1_000_000_000);
    }

    /** Calls this when the session ends, before the payer hears of it; a call made before is not made any more. */
    public void whenEnding(Consumer<EndReason> handler) {
        endingHandler = handler;
    }

    /**
     * Ends the session. Only the first call has an effect, whatever causes race.
     *
     * @return whether this call was the first
     */
    public boolean end(EndReason reason) {
        return end(reason, reason.goodbye());
    }

    /** The same, with a goodbye of somebody else's. */
    public boolean end(EndReason reason, Goodbye last) {
        if (!apply(new Event.End(reason))) {
            return false;
        }
        goodbye = last;
        meter.stop();
        pulse.stop();
        hooks.ended(reason);
        endingHandler.accept(reason);
        Reading finalReading = reason.chargedToLastSignOfLife() ? meter.confirmed() : meter.reading();
        owner.close(this, reason, report(finalReading));
        return true;
    }

    /** A checkpoint: up to the payer's last sign of life, so that no later figure has to be lower. */
    MeterReport checkpoint() {
        return report(meter.confirmed());
    }

    /** The lease was renewed by a call that was made then and told that so much was consumed. */
    void renewed(long atNanos, BigInteger consumed) {
        if (atNanos - renewedAtNanos > 0) {
            renewedAtNanos = atNanos;
        }
        recorded = recorded.max(consumed);
    }

    /** What the gateway is known to have recorded, smallest units. */
    BigInteger recorded() {
        return recorded;
    }

    /** How long ago the last successful renewal was asked for. */
    long nanosSinceRenewal(long now) {
        return now - renewedAtNanos;
    }

    PayerLink payer() {
        return payer;
    }

    /** The close frame with which it ended. */
    Goodbye goodbye() {
        return goodbye;
    }

    void finish() {
        if (apply(new Event.Finish())) {
            hooks.finished();
            owner.forget(this);
        }
    }

    private MeterReport report(Reading reading) {
        return new MeterReport(
                grant.paymentId(),
                grant.leaseEpoch(),
                ++sequence,
                reading,
                meter.consumed(reading),
                state instanceof SessionState.Paused);
    }

    private boolean apply(Event event) {
        SessionState next = state.on(event);
        if (next.equals(state)) {
            return false;
        }
        state = next;
        owner.changed(this);
        return true;
    }
}
