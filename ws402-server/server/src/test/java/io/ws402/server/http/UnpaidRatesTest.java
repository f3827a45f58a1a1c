package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ws402.protocol.rate.Rate;
import io.ws402.server.http.UnpaidRates.Kind;
import io.ws402.server.metrics.ServerMetrics;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnpaidRatesTest {
    private static final Rate SOME = Rate.parse("10/s burst 10");
    private static final Rate PLENTY = Rate.parse("1000000/s burst 1000000");

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countsEachAddressAndEachKindOfAskingByItself() {
        UnpaidRates rates = rates(SOME, PLENTY);
        assertEquals(10, taken(rates, Kind.SCHEMA, "203.0.113.7", 20));
        assertEquals(10, taken(rates, Kind.HANDSHAKE, "203.0.113.7", 20));
        assertEquals(10, taken(rates, Kind.SCHEMA, "203.0.113.8", 20));
        assertEquals(101, rates.take(Kind.SCHEMA, "203.0.113.7"));
        nanos.addAndGet(500_000_000);
        assertEquals(5, taken(rates, Kind.SCHEMA, "203.0.113.7", 20));
        assertEquals(
                36,
                registry.get("ws402.requests.refused")
                        .tag("kind", "schema")
                        .counter()
                        .count());
    }

    @Test
    void holdsWhoeverRotatesThroughAnIpv6NetworkToWhatItMayTogether() {
        UnpaidRates rates = rates(SOME, PLENTY);
        int taken = 0;
        for (int block = 0; block < 1_000; block++) {
            taken += taken(rates, Kind.HANDSHAKE, String.format("20010db80001%04x::/64", block), 10);
        }
        assertEquals(10 * UnpaidRates.NETWORK_SHARE, taken);
        assertEquals(10, taken(rates, Kind.HANDSHAKE, "20010db800020000::/64", 20));
    }

    @Test
    void capsEverybodyTogetherButNeverByWhatAnAddressIsRefused() {
        UnpaidRates rates = rates(SOME, Rate.parse("1/h burst 15"));
        assertEquals(10, taken(rates, Kind.SCHEMA, "203.0.113.7", 10_000));
        assertEquals(5, taken(rates, Kind.PROOF, "203.0.113.8", 20));
        assertEquals(0, taken(rates, Kind.HANDSHAKE, "203.0.113.9", 20));
        assertEquals(10, taken(rates, Kind.OTHER, "203.0.113.9", 20), "what begins no session is not in the total");
        assertTrue(rates.take(Kind.HANDSHAKE, "203.0.113.9") > 0);
    }

    private UnpaidRates rates(Rate each, Rate total) {
        return new UnpaidRates(new RateLimits(each, each, each, each, total), nanos::get, new ServerMetrics(registry));
    }

    private static int taken(UnpaidRates rates, Kind kind, String address, int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += rates.take(kind, address) == 0 ? 1 : 0;
        }
        return taken;
    }
}
