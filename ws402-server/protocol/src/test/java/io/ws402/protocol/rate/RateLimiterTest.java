package io.ws402.protocol.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
    private static final long SECOND = 1_000_000_000L;

    /** Begins below zero, as a monotonic clock may. */
    private final AtomicLong nanos = new AtomicLong(-3 * SECOND);

    @Test
    void allowsABurstAndThenTheRate() {
        RateLimiter limiter = limiter("10/s burst 5", 10);
        assertEquals(5, taken(limiter, "a", 20));
        assertEquals(101, limiter.take("a"));
        pass(SECOND / 10);
        assertEquals(1, taken(limiter, "a", 20));
        pass(100 * SECOND);
        assertEquals(5, taken(limiter, "a", 20));
    }

    @Test
    void holdsNobodyUpForWhatAnotherDoes() {
        RateLimiter limiter = limiter("10/s burst 5", 10);
        taken(limiter, "a", 20);
        assertEquals(5, taken(limiter, "b", 20));
    }

    @Test
    void givesBackWhatDidNotCount() {
        RateLimiter limiter = limiter("1/h burst 2", 10);
        taken(limiter, "a", 2);
        limiter.giveBack("a");
        assertEquals(1, taken(limiter, "a", 2));
        limiter.giveBack("b");
        assertEquals(2, taken(limiter, "b", 5), "more than a burst is never there");
    }

    @Test
    void givesNobodyAFreshBucketForHavingFilledTheMemory() {
        RateLimiter limiter = limiter("1/s burst 10", 100);
        taken(limiter, "attacker", 10);
        for (int i = 0; i < 10_000; i++) {
            limiter.take("other " + i);
        }
        assertTrue(limiter.take("attacker") > 0);
        // Those for whom there was no room share one bucket.
        assertTrue(limiter.take("yet another") > 0);
    }

    @Test
    void makesRoomAgainOnceBucketsAreFull() {
        RateLimiter limiter = limiter("1/s burst 10", 100);
        for (int i = 0; i < 10_000; i++) {
            limiter.take("other " + i);
        }
        pass(20 * SECOND);
        limiter.take("somebody");
        pass(10 * SECOND);
        assertEquals(10, taken(limiter, "new", 20));
        assertEquals(10, taken(limiter, "newer", 20));
    }

    @Test
    void neverAllowsMoreThanTheRateWheneverAsked() {
        Random random = new Random(402);
        for (int round = 0; round < 50; round++) {
            RateLimiter limiter = limiter("10/s burst 20", 4);
            long begin = nanos.get();
            int taken = 0;
            for (int i = 0; i < 2_000; i++) {
                pass(random.nextInt(3) == 0 ? random.nextLong(SECOND / 2) : 0);
                limiter.take("k" + random.nextInt(3));
                taken += limiter.take("a") == 0 ? 1 : 0;
                long seconds = (nanos.get() - begin) / SECOND + 1;
                assertTrue(taken <= 20 + 10 * seconds, taken + " in " + seconds);
            }
        }
    }

    @Test
    void allowsExactlyTheBurstToThreadsThatRace() throws InterruptedException, ExecutionException {
        RateLimiter limiter = limiter("1/h burst 1000", 1);
        AtomicInteger taken = new AtomicInteger();
        try (ExecutorService racers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> races = new ArrayList<>();
            for (int racer = 0; racer < 8; racer++) {
                races.add(racers.submit(() -> taken.addAndGet(taken(limiter, "a", 500))));
            }
            for (Future<?> race : races) {
                race.get();
            }
        }
        assertEquals(1000, taken.get());
    }

    @Test
    void readsRatesAsConfigurationsNameThem() {
        assertEquals(new Rate(20, Duration.ofSeconds(1), 200), Rate.parse("20/s burst 200"));
        assertEquals(new Rate(60, Duration.ofMinutes(1), 60), Rate.parse("60/m burst 60"));
        assertEquals(new Rate(5, Duration.ofHours(1), 1), Rate.parse("5/h burst 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "20", "20/s", "20/d burst 2", "0/s burst 1", "1/s burst 0", "1.5/s burst 3", "-1/s burst 1"})
    void refusesWhatIsNoRate(String text) {
        assertThrows(IllegalArgumentException.class, () -> Rate.parse(text));
    }

    private RateLimiter limiter(String rate, int keysMax) {
        return new RateLimiter(Rate.parse(rate), keysMax, nanos::get);
    }

    private static int taken(RateLimiter limiter, String key, int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += limiter.take(key) == 0 ? 1 : 0;
        }
        return taken;
    }

    private void pass(long duration) {
        nanos.addAndGet(duration);
    }
}
