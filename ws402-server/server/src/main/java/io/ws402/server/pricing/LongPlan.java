package io.ws402.server.pricing;

import io.ws402.protocol.payment.PricePlan;
import java.math.BigInteger;

/**
 * {@link PricePlan#cost} in {@code long} arithmetic, for the figures where it is proved to fit; {@link #UNFIT} for the
 * others, which the caller computes with big integers. A meter is read for every frame, so this path does not allocate.
 *
 * <p>The proof: with {@code x = q × unit + r}, {@code floor(x × p / unit) = q × p + floor(r × p / unit)}. Each of the
 * three parts of a cost is at most a third of {@link Long#MAX_VALUE}, because {@code (q + 1) × p} is, so the sum fits.
 */
final class LongPlan {
    /** The cost does not fit, or was not proved to. */
    static final long UNFIT = -1;

    private static final int MEGABYTE_BITS = 20;
    private static final long MEGABYTE_REST = (1L << MEGABYTE_BITS) - 1;
    private static final long PART_MAX = Long.MAX_VALUE / 3;

    private final boolean fits;
    private final long perSecond;
    private final long perMegabyte;
    private final long perMessage;
    private final long secondsMax;
    private final long megabytesMax;
    private final long messagesMax;

    LongPlan(PricePlan plan) {
        fits = fits(plan.pricePerSecond(), 1000) && fits(plan.pricePerMegabyte(), 1) && fits(plan.pricePerMessage(), 1);
        perSecond = plan.pricePerSecond().longValue();
        perMegabyte = plan.pricePerMegabyte().longValue();
        perMessage = plan.pricePerMessage().longValue();
        secondsMax = unitsMax(perSecond);
        megabytesMax = unitsMax(perMegabyte);
        messagesMax = unitsMax(perMessage);
    }

    private static boolean fits(BigInteger price, long factor) {
        return price.bitLength() < Long.SIZE && price.longValue() <= PART_MAX / factor;
    }

    /** The largest q with (q + 1) × price ≤ PART_MAX. */
    private static long unitsMax(long price) {
        return price <= 0 ? Long.MAX_VALUE : PART_MAX / price - 1;
    }

    /** What this much time and traffic costs, or {@link #UNFIT}. */
    long cost(long elapsedMs, long bytes, long messages) {
        long time = time(elapsedMs);
        long traffic = traffic(bytes, messages);
        return time == UNFIT || traffic == UNFIT ? UNFIT : time + traffic;
    }

    /** What the traffic alone costs, or {@link #UNFIT}. */
    long traffic(long bytes, long messages) {
        long megabytes = bytes >> MEGABYTE_BITS;
        if (!fits || megabytes > megabytesMax || messages > messagesMax) {
            return UNFIT;
        }
        long rest = bytes & MEGABYTE_REST;
        // rest × price needs up to 83 bits; its upper 63 after the shift are below the price itself, so they fit.
        long restCost = (Math.multiplyHigh(rest, perMegabyte) << (Long.SIZE - MEGABYTE_BITS))
                | ((rest * perMegabyte) >>> MEGABYTE_BITS);
        return megabytes * perMegabyte + restCost + messages * perMessage;
    }

    private long time(long elapsedMs) {
        long seconds = elapsedMs / 1000;
        if (!fits || seconds > secondsMax) {
            return UNFIT;
        }
        return seconds * perSecond + (elapsedMs % 1000) * perSecond / 1000;
    }

    /** The first millisecond at which {@code units} are used up by time alone, or {@link #UNFIT}; needs a price > 0. */
    long millisFor(long units) {
        if (!fits || units > (Long.MAX_VALUE - perSecond) / 1000) {
            return UNFIT;
        }
        return (units * 1000 + perSecond - 1) / perSecond;
    }
}
