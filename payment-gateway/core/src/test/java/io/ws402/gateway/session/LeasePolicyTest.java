package io.ws402.gateway.session;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LeasePolicyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void refusesAnOutageGraceThatOutlivesTheResumeWindow() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new LeasePolicy(SECOND, SECOND, SECOND, SECOND));
        assertTrue(refusal.toString().contains("outageGrace"));
    }

    @Test
    void refusesADurationOfNothingByItsName() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> new LeasePolicy(Duration.ZERO, SECOND.multipliedBy(2), SECOND, SECOND));
        assertTrue(refusal.toString().contains("lease must"));
    }
}
