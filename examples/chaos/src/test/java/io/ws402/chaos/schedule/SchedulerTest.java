package io.ws402.chaos.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private final AtomicInteger done = new AtomicInteger();
    private final Scheduler scheduler = new Scheduler(new FaultPlan(1, 0, Set.of()), new Trace(line -> {}));
    private final SimProcess gateway = new SimProcess("g1");

    private final class Counted extends Task {
        Counted() {
            super(gateway, "counts");
        }

        @Override
        protected List<Fault> faults() {
            return List.of();
        }

        @Override
        protected void perform(@Nullable Fault fault) {
            done.incrementAndGet();
        }
    }

    private void addedByATimer() {
        CompletableFuture.runAsync(() -> scheduler.add(new Counted())).join();
    }

    @Test
    void whatItsOwnThreadAsksForIsDone() {
        scheduler.add(new Counted());

        assertTrue(scheduler.run(2));
        assertEquals(1, done.get());
    }

    @Test
    void aTimerOfRealTimeEndsTheHistory() {
        addedByATimer();

        assertThrows(RealTimeRanOut.class, () -> scheduler.run(2));
        assertEquals(0, done.get());
    }

    @Test
    void aTimerOfADeadProcessChangesNothing() {
        gateway.kill();
        addedByATimer();

        assertTrue(scheduler.run(2));
        assertEquals(0, done.get());
    }
}
