package io.ws402.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.server.testing.ManualAlarm;
import io.ws402.server.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TickerTest {
    private final ManualClock clock = new ManualClock();
    private final ManualAlarm alarm = new ManualAlarm(clock);
    private final Ticker ticker = new Ticker(clock, alarm);
    private final List<Long> lateNanos = new ArrayList<>();

    private final class Entry extends Timed {
        @Override
        protected void due() {
            lateNanos.add(clock.getAsLong() - dueNanos);
        }
    }

    @Test
    void wakesEveryEntryOnceAndNeverEarlyNorLate() {
        Random random = new Random(402);
        for (int entry = 0; entry < 1_000; entry++) {
            ticker.wakeAfter(new Entry(), random.nextLong(Duration.ofSeconds(30).toNanos()));
        }
        alarm.advanceMillis(30_010);
        assertEquals(1_000, lateNanos.size());
        assertTrue(lateNanos.stream().allMatch(late -> late >= 0 && late <= 10_000_000), lateNanos::toString);
        assertEquals(0, alarm.pending());
    }

    @Test
    void sharesOneTimerAmongAllEntries() {
        for (int entry = 0; entry < 100; entry++) {
            ticker.wakeAfter(new Entry(), Duration.ofSeconds(100 - entry).toNanos());
        }
        assertEquals(1, alarm.pending());
    }

    @Test
    void wakesAnEntryThatWasMovedAtItsLastMomentOnly() {
        Entry entry = new Entry();
        ticker.wakeAfter(entry, Duration.ofMillis(100).toNanos());
        ticker.wakeAfter(entry, Duration.ofMillis(300).toNanos());
        alarm.advanceMillis(250);
        assertEquals(List.of(), lateNanos);
        ticker.wakeAfter(entry, Duration.ofMillis(5).toNanos());
        alarm.advanceMillis(20);
        assertEquals(1, lateNanos.size());
    }

    @Test
    void doesNotWakeAnEntryThatWasForgottenOrIsNeverDue() {
        Entry entry = new Entry();
        ticker.wakeAfter(entry, 1_000_000);
        ticker.forget(entry);
        ticker.wakeAfter(new Entry(), Long.MAX_VALUE);
        alarm.advanceMillis(1_000);
        assertEquals(List.of(), lateNanos);
        assertEquals(0, ticker.size());
    }

    @Test
    void keepsGoingWhenAnEntryFails() {
        ticker.wakeAfter(
                new Timed() {
                    @Override
                    protected void due() {
                        throw new IllegalStateException("meant to fail");
                    }
                },
                1_000_000);
        ticker.wakeAfter(new Entry(), 2_000_000);
        alarm.advanceMillis(100);
        assertEquals(1, lateNanos.size());
    }

    @Test
    void anEntryMayAskForItsNextMomentWhileItIsWoken() {
        int[] woken = new int[1];
        ticker.wakeAfter(
                new Timed() {
                    @Override
                    protected void due() {
                        woken[0]++;
                        ticker.wakeAfter(this, Duration.ofMillis(50).toNanos());
                    }
                },
                0);
        alarm.advanceMillis(1_000);
        assertTrue(woken[0] >= 17 && woken[0] <= 20, () -> "woken " + woken[0]);
    }
}
