package io.ws402.server.http;

import io.ws402.protocol.rate.Rate;
import io.ws402.protocol.rate.RateLimiter;
import io.ws402.server.metrics.ServerMetrics;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Holds those who have not paid to {@link RateLimits}, on all event loops together. What a session does is not counted.
 * Thread-safe, never blocks.
 */
final class UnpaidRates {
    /** How many /64 of an IPv6 /48, which anybody can have whole, may ask as often as they may. */
    static final int NETWORK_SHARE = 16;

    /** Per kind of asking; what is kept for an address is some 300 bytes. */
    private static final int ADDRESSES_KEPT = 20_000;

    private static final String EVERYBODY = "";

    private final ByAddress schema;
    private final ByAddress handshake;
    private final ByAddress proof;
    private final ByAddress other;
    private final RateLimiter total;
    private final ServerMetrics metrics;

    /** What is asked for. */
    enum Kind {
        SCHEMA,
        HANDSHAKE,
        PROOF,
        OTHER;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record ByAddress(RateLimiter addresses, RateLimiter networks) {
        static ByAddress of(Rate rate, LongSupplier nanoClock) {
            return new ByAddress(
                    new RateLimiter(rate, ADDRESSES_KEPT, nanoClock),
                    new RateLimiter(rate.times(NETWORK_SHARE), ADDRESSES_KEPT, nanoClock));
        }

        long take(String address) {
            long waitMs = addresses.take(address);
            return waitMs == 0 && TrustedProxies.isIpv6(address)
                    ? networks.take(TrustedProxies.network(address))
                    : waitMs;
        }
    }

    UnpaidRates(RateLimits limits, LongSupplier nanoClock, ServerMetrics metrics) {
        this.schema = ByAddress.of(limits.schema(), nanoClock);
        this.handshake = ByAddress.of(limits.handshake(), nanoClock);
        this.proof = ByAddress.of(limits.proof(), nanoClock);
        this.other = ByAddress.of(limits.other(), nanoClock);
        this.total = new RateLimiter(limits.total(), 1, nanoClock);
        this.metrics = metrics;
    }

    /**
     * Takes one turn of an address.
     *
     * @param address as {@link TrustedProxies#clientAddress} counts it
     * @return 0 when there was one, else how many milliseconds to wait for the next
     */
    long take(Kind kind, String address) {
        // The address first: what it is refused must not use up what there is for all.
        long waitMs = limiter(kind).take(address);
        if (waitMs == 0 && kind != Kind.OTHER) {
            waitMs = total.take(EVERYBODY);
        }
        if (waitMs > 0) {
            metrics.refused(kind.label());
        }
        return waitMs;
    }

    private ByAddress limiter(Kind kind) {
        return switch (kind) {
            case SCHEMA -> schema;
            case HANDSHAKE -> handshake;
            case PROOF -> proof;
            case OTHER -> other;
        };
    }
}
