package io.ws402.gateway.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FailedLoginsTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final FailedLogins failures = new FailedLogins(3, nanos::get);

    @Test
    void holdsUpAnAddressAfterItsFailuresUntilTheMinuteIsOver() {
        for (int i = 0; i < 3; i++) {
            assertEquals(0, failures.waitMs("10.0.0.1"));
            failures.failed("10.0.0.1");
        }
        assertTrue(failures.waitMs("10.0.0.1") > 59_000);
        nanos.addAndGet(60_000_000_000L);
        assertEquals(0, failures.waitMs("10.0.0.1"));
    }

    @Test
    void doesNotHoldUpAnotherAddress() {
        for (int i = 0; i < 10; i++) {
            failures.failed("10.0.0.1");
        }
        assertEquals(0, failures.waitMs("10.0.0.2"));
    }

    @Test
    void forgetsTheAddressesThatFailedLongestAgoRatherThanGrow() {
        for (int i = 0; i < 3; i++) {
            failures.failed("first");
        }
        for (int i = 0; i < 10_000; i++) {
            failures.failed("address " + i);
        }
        assertEquals(0, failures.waitMs("first"));
    }
}
