package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class IdentifiersTest {
    @Test
    void areVersionSevenUuidsBehindAPrefix() {
        Instant moment = Instant.parse("2026-11-21T12:00:00.123Z");
        Identifiers identifiers = new Identifiers(InstantSource.fixed(moment), new Random(1));
        String id = identifiers.next("pay");
        assertTrue(id.startsWith("pay_"));
        UUID uuid = UUID.fromString(id.substring(4));
        assertEquals(7, uuid.version());
        assertEquals(2, uuid.variant());
        assertEquals(moment.toEpochMilli(), uuid.getMostSignificantBits() >>> 16);
    }

    @Test
    void sortByTimeAndNeverRepeat() {
        Instant moment = Instant.parse("2026-11-21T12:00:00Z");
        String earlier = new Identifiers(InstantSource.fixed(moment), new Random(1)).next("ref");
        String later = new Identifiers(InstantSource.fixed(moment.plusMillis(1)), new Random(1)).next("ref");
        assertTrue(earlier.compareTo(later) < 0);
        Identifiers identifiers = new Identifiers(InstantSource.fixed(moment), new Random(1));
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertTrue(made.add(identifiers.next("ref")));
        }
    }
}
