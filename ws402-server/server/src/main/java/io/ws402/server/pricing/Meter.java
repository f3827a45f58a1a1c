package io.ws402.server.pricing;

import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import java.math.BigInteger;
import java.util.function.LongSupplier;

/**
 * Measures one session: connected time, bytes and messages, added to what earlier servers and stretches measured, and
 * what they cost. Time is kept in nanoseconds and everything is rounded once, in the payer's favour, when read.
 *
 * <p>A session is over when its balance is used up or its maximum duration is reached, whichever comes first; time past
 * the maximum duration is not counted, cost past the balance neither.
 *
 * <p>Two readings: {@link #reading()} is up to now; {@link #confirmed()} is up to the payer's last sign of life. A
 * payer that vanished is charged for the confirmed one only, so that is what checkpoints may carry: a figure once given
 * to the gateway never has to be taken back.
 *
 * <p>Not thread-safe: a meter belongs to its session's event loop.
 */
public final class Meter {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final PricePlan plan;
    private final LongPlan longPlan;
    private final LongSupplier nanoClock;
    private final boolean trafficPriced;
    private final long earlierMs;
    private final long maxMs;

    private BigInteger balance;
    private boolean running;
    private long runningSince;
    private long finishedNanos;
    private long bytes;
    private long messages;
    private long exhaustedAtMs;
    private long lookedAt;

    private long confirmedAt;
    private long confirmedNanos;
    private long confirmedBytes;
    private long confirmedMessages;

    /**
     * A meter that stands still.
     *
     * @param plan the prices
     * @param balance what was paid, in the plan's unit
     * @param earlier what was measured before
     * @param nanoClock monotonic nanoseconds
     */
    public Meter(PricePlan plan, BigInteger balance, Reading earlier, LongSupplier nanoClock) {
        this.plan = plan;
        this.longPlan = new LongPlan(plan);
        this.balance = balance;
        this.nanoClock = nanoClock;
        this.trafficPriced =
                plan.pricePerMegabyte().signum() > 0 || plan.pricePerMessage().signum() > 0;
        this.earlierMs = earlier.elapsedMs();
        this.maxMs = 1000 * Math.min(plan.maxDurationSeconds(), Long.MAX_VALUE / 1000);
        this.bytes = earlier.bytes();
        this.messages = earlier.messages();
        this.confirmedBytes = bytes;
        this.confirmedMessages = messages;
        this.confirmedAt = now();
        this.exhaustedAtMs = exhaustedAtMs();
    }

    /** Lets time run; does nothing when it runs already. */
    public void start() {
        if (!running) {
            running = true;
            runningSince = now();
            confirm();
        }
    }

    /** Lets time stand still; does nothing when it does already. */
    public void stop() {
        finishedNanos = nanos(now());
        running = false;
    }

    /**
     * Counts application payload, either direction.
     *
     * @param payloadBytes how many bytes
     * @param startsMessage whether a message begins with them; the continuations of a fragmented one do not
     */
    public void count(long payloadBytes, boolean startsMessage) {
        bytes += payloadBytes;
        messages += startsMessage ? 1 : 0;
        if (trafficPriced) {
            exhaustedAtMs = exhaustedAtMs();
        }
    }

    /**
     * More was paid in.
     *
     * @param newBalance all of it, what was there before included
     * @return whether that is more than before; if not, nothing changes
     */
    public boolean raise(BigInteger newBalance) {
        if (newBalance.compareTo(balance) <= 0) {
            return false;
        }
        balance = newBalance;
        exhaustedAtMs = exhaustedAtMs();
        return true;
    }

    /** Everything that was paid in. */
    public BigInteger balance() {
        return balance;
    }

    /** For how many more seconds, begun ones too, the session can last without further traffic than is paid for. */
    public long secondsUnpaid() {
        return exhaustedAtMs >= maxMs ? 0 : (maxMs - exhaustedAtMs + 999) / 1000;
    }

    /** Notes a sign of life of the payer: everything measured so far is confirmed. */
    public void confirm() {
        confirmedAt = now();
        confirmedNanos = nanos(confirmedAt);
        confirmedBytes = bytes;
        confirmedMessages = messages;
    }

    /** When {@link #confirm} was last called, by the injected clock. */
    public long confirmedAtNanos() {
        return confirmedAt;
    }

    /** What the meter shows now. */
    public Reading reading() {
        return new Reading(elapsedMs(nanos(now())), bytes, messages);
    }

    /** What the meter showed at the payer's last sign of life. */
    public Reading confirmed() {
        return new Reading(elapsedMs(confirmedNanos), confirmedBytes, confirmedMessages);
    }

    /** What a reading of this meter costs, clamped to the balance. */
    public BigInteger consumed(Reading reading) {
        long cost = longPlan.cost(reading.elapsedMs(), reading.bytes(), reading.messages());
        BigInteger exact = cost == LongPlan.UNFIT ? plan.cost(reading) : BigInteger.valueOf(cost);
        return exact.min(balance);
    }

    /** Whether bytes or messages cost anything, so that traffic brings the end nearer. */
    public boolean trafficPriced() {
        return trafficPriced;
    }

    /** Whether the balance is used up. */
    public boolean exhausted() {
        now();
        return usedUp();
    }

    /** The same by the clock as it was read last: for what follows at once on a question that reads it. */
    public boolean usedUp() {
        return elapsedMs(nanos(lookedAt)) >= exhaustedAtMs;
    }

    /** Whether the maximum duration is reached. */
    public boolean atMaxDuration() {
        return elapsedMs(nanos(now())) >= maxMs;
    }

    /** Nanoseconds of running time until the balance is used up without further traffic; 0 when it is. */
    public long nanosUntilExhausted() {
        return nanosUntil(exhaustedAtMs);
    }

    /** Nanoseconds of running time until the session is over, by its balance or its maximum duration. */
    public long nanosUntilOver() {
        return nanosUntil(Math.min(exhaustedAtMs, maxMs));
    }

    /** Whether a session that runs on without further traffic is over before this moment of the clock. Reads no clock. */
    public boolean overBefore(long atNanos) {
        long restMs = Math.min(exhaustedAtMs, maxMs) - earlierMs;
        return restMs <= NEVER / NANOS_PER_MILLI && restMs * NANOS_PER_MILLI < nanos(atNanos);
    }

    private long nanosUntil(long totalMs) {
        long restMs = totalMs - earlierMs;
        if (restMs > NEVER / NANOS_PER_MILLI) {
            return NEVER;
        }
        return Math.max(0, restMs * NANOS_PER_MILLI - nanos(now()));
    }

    private long now() {
        lookedAt = nanoClock.getAsLong();
        return lookedAt;
    }

    private long nanos(long now) {
        return running ? finishedNanos + (now - runningSince) : finishedNanos;
    }

    private long elapsedMs(long nanos) {
        return Math.min(earlierMs + nanos / NANOS_PER_MILLI, Math.max(maxMs, earlierMs));
    }

    /** The first total millisecond at which the cost reaches the balance, with the traffic as it is now. */
    private long exhaustedAtMs() {
        long traffic = longPlan.traffic(bytes, messages);
        if (traffic == LongPlan.UNFIT || balance.bitLength() >= Long.SIZE) {
            return exhaustedAtMsExactly();
        }
        long rest = balance.longValue() - traffic;
        if (rest <= 0) {
            return 0;
        }
        if (plan.pricePerSecond().signum() == 0) {
            return NEVER;
        }
        long millis = longPlan.millisFor(rest);
        return millis == LongPlan.UNFIT ? exhaustedAtMsExactly() : millis;
    }

    private long exhaustedAtMsExactly() {
        BigInteger rest = balance.subtract(plan.cost(new Reading(0, bytes, messages)));
        if (rest.signum() <= 0) {
            return 0;
        }
        if (plan.pricePerSecond().signum() == 0) {
            return NEVER;
        }
        BigInteger[] parts = rest.multiply(BigInteger.valueOf(1000)).divideAndRemainder(plan.pricePerSecond());
        BigInteger millis = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
        return millis.bitLength() < Long.SIZE ? millis.longValue() : NEVER;
    }
}
