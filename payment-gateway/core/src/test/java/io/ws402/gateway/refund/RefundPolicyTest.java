package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RefundPolicyTest {
    @Test
    void waitsTwiceAsLongAfterEachAttemptUpToABound() {
        Random random = new Random(1);
        for (int attempts = 0; attempts < 1000; attempts++) {
            long pauseMs = RefundPolicy.DEFAULT.pauseAfter(attempts, random).toMillis();
            double expectedMs = Math.min(250 * Math.pow(2, attempts), 15_000);
            assertTrue(pauseMs >= expectedMs * 0.79 && pauseMs <= expectedMs * 1.21, attempts + ": " + pauseMs);
        }
    }

    @Test
    void spreadsPausesSoThatRefundsDoNotComeBackTogether() {
        Random random = new Random(1);
        long different = random.ints(20)
                .mapToObj(i -> RefundPolicy.DEFAULT.pauseAfter(10, random))
                .distinct()
                .count();
        assertTrue(different > 5, "only " + different + " different pauses");
    }

    @Test
    void refusesALeaseThatACallToARailOutlasts() {
        Duration second = Duration.ofSeconds(1);
        assertThrows(
                IllegalArgumentException.class,
                () -> new RefundPolicy(1, second, second, second, second, second, second, second));
        assertEquals(16, RefundPolicy.DEFAULT.atOnce());
    }
}
