package io.ws402.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineHeapTest {
    private static final class Entry extends Timed {
        @Override
        protected void due() {}
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void givesTheEarliestFirstWhateverWasMovedAndRemoved(long seed) {
        Random random = new Random(seed);
        long start = Long.MAX_VALUE - 500;
        DeadlineHeap heap = new DeadlineHeap();
        List<Entry> in = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (in.isEmpty() || random.nextInt(3) > 0) {
                Entry entry = in.isEmpty() || random.nextBoolean() ? new Entry() : in.get(random.nextInt(in.size()));
                heap.put(entry, start + random.nextInt(1_000));
                if (!in.contains(entry)) {
                    in.add(entry);
                }
            } else {
                Entry entry = in.remove(random.nextInt(in.size()));
                heap.remove(entry);
                heap.remove(entry);
            }
            if (in.size() > 300) {
                in.forEach(heap::remove);
                in.clear();
            }
            assertEquals(in.size(), heap.size());
            long expected = in.stream()
                    .map(entry -> entry.dueNanos - start)
                    .min(Comparator.naturalOrder())
                    .orElse(-1L);
            Timed first = heap.first();
            assertEquals(expected, first == null ? -1 : first.dueNanos - start, "seed " + seed + " step " + step);
        }
        for (Timed first = heap.first(); first != null; first = heap.first()) {
            heap.remove(first);
            assertTrue(in.remove(first));
        }
        assertEquals(List.of(), in);
    }
}
