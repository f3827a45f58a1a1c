package io.ws402.server.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap of deadlines in which an entry knows its own place, so that moving or removing one is O(log n) and
 * allocates nothing. Deadlines are compared by difference: monotonic nanoseconds may overflow.
 */
final class DeadlineHeap {
    private Timed[] entries = new Timed[64];
    private int size;

    int size() {
        return size;
    }

    @Nullable Timed first() {
        return size == 0 ? null : entries[0];
    }

    /** Adds the entry, or moves it when it is in already. */
    void put(Timed entry, long dueNanos) {
        entry.dueNanos = dueNanos;
        if (entry.heapIndex == Timed.NOWHERE) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, size * 2);
            }
            place(entry, size++);
        }
        siftUp(entry.heapIndex);
        siftDown(entry.heapIndex);
    }

    /** Removes the entry; does nothing when it is not in. */
    @SuppressWarnings("NullAway") // the slots behind size are empty
    void remove(Timed entry) {
        int index = entry.heapIndex;
        if (index == Timed.NOWHERE) {
            return;
        }
        entry.heapIndex = Timed.NOWHERE;
        Timed last = entries[--size];
        entries[size] = null;
        if (index < size) {
            place(last, index);
            siftUp(index);
            siftDown(last.heapIndex);
        }
    }

    private void siftUp(int from) {
        int index = from;
        while (index > 0 && earlier(index, (index - 1) / 2)) {
            swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void siftDown(int from) {
        int index = from;
        while (true) {
            int child = 2 * index + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && earlier(child + 1, child)) {
                child++;
            }
            if (!earlier(child, index)) {
                return;
            }
            swap(index, child);
            index = child;
        }
    }

    private boolean earlier(int a, int b) {
        return entries[a].dueNanos - entries[b].dueNanos < 0;
    }

    private void swap(int a, int b) {
        Timed held = entries[a];
        place(entries[b], a);
        place(held, b);
    }

    private void place(Timed entry, int index) {
        entries[index] = entry;
        entry.heapIndex = index;
    }
}
