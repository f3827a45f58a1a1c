package io.ws402.protocol.payment;

import static java.math.BigInteger.ZERO;

import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.money.Rounding;
import java.math.BigInteger;

/**
 * What a resource costs, in the smallest unit of one asset. It is bound into the quote: neither the client nor a later
 * configuration can change it for a session that was quoted.
 *
 * @param pricePerSecond for a second of connection
 * @param pricePerMegabyte for 2^20 bytes of application payload, both directions together
 * @param pricePerMessage for an application message, either direction
 * @param maxDurationSeconds how long a session may be metered in all, 1 or more
 */
public record PricePlan(
        BigInteger pricePerSecond, BigInteger pricePerMegabyte, BigInteger pricePerMessage, long maxDurationSeconds) {
    private static final BigInteger MILLIS_PER_SECOND = BigInteger.valueOf(1000);
    private static final BigInteger BYTES_PER_MEGABYTE = BigInteger.ONE.shiftLeft(20);

    /** What no amount reaches. */
    private static final BigInteger TOO_MUCH = BigInteger.TEN.pow(Amounts.MAX_DIGITS);

    /**
     * @throws IllegalArgumentException when a price is negative, the duration is not positive, or the price of all of it has
     *     more digits than an amount
     */
    public PricePlan {
        if (pricePerSecond.signum() < 0 || pricePerMegabyte.signum() < 0 || pricePerMessage.signum() < 0) {
            throw new IllegalArgumentException("a price can not be negative");
        }
        if (maxDurationSeconds < 1) {
            throw new IllegalArgumentException("the maximum duration must be at least a second");
        }
        if (pricePerSecond.multiply(BigInteger.valueOf(maxDurationSeconds)).compareTo(TOO_MUCH) >= 0) {
            throw new IllegalArgumentException(
                    "the maximum duration costs an amount of more than " + Amounts.MAX_DIGITS + " digits");
        }
    }

    /** A plan that charges for time alone. */
    public static PricePlan perSecond(BigInteger pricePerSecond, long maxDurationSeconds) {
        return new PricePlan(pricePerSecond, ZERO, ZERO, maxDurationSeconds);
    }

    /**
     * What a reading costs: {@code floor(ms × perSecond / 1000) + floor(bytes × perMegabyte / 2^20) + messages ×
     * perMessage}, not yet clamped to a balance. Readings are totals of the whole session, so each part is rounded once.
     */
    public BigInteger cost(Reading reading) {
        return Rounding.floor(BigInteger.valueOf(reading.elapsedMs()), pricePerSecond, MILLIS_PER_SECOND)
                .add(Rounding.floor(BigInteger.valueOf(reading.bytes()), pricePerMegabyte, BYTES_PER_MEGABYTE))
                .add(BigInteger.valueOf(reading.messages()).multiply(pricePerMessage));
    }

    /** The price of a number of seconds without traffic: what a quote for a duration asks. */
    public BigInteger priceOf(long seconds) {
        return pricePerSecond.multiply(BigInteger.valueOf(seconds));
    }
}
