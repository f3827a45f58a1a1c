package io.ws402.server.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), new Random(402));

    @Test
    void waitsAnythingUpToAGrowingBoundThatEndsAtTheMaximum() {
        for (int failures = 1; failures < 200; failures++) {
            long bound = Math.min(5_000, failures > 10 ? 5_000 : 200L << (failures - 1));
            long delay = backoff.delayMs(failures);
            assertTrue(delay >= 1 && delay <= bound, "after " + failures + " failures: " + delay);
        }
    }

    @Test
    void spreadsServersThatFailedTogether() {
        long distinct = java.util.stream.LongStream.generate(() -> backoff.delayMs(10))
                .limit(100)
                .distinct()
                .count();
        assertTrue(distinct > 80, () -> "only " + distinct + " different waits");
    }
}
