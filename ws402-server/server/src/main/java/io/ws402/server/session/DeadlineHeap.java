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
            entry.heapIndex = size++;
        }
        settle(entry, entry.heapIndex);
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
            settle(last, index);
        }
    }

    /** Finds the entry its place, from a slot whose own entry is it or gone: up as far as it goes, else down. */
    private void settle(Timed entry, int from) {
        int index = from;
        while (index > 0 && earlier(entry, entries[(index - 1) / 2])) {
            place(entries[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }
        if (index == from) {
            for (int child = earlierChild(index); child < size && earlier(entries[child], entry); ) {
                place(entries[child], index);
                index = child;
                child = earlierChild(index);
            }
        }
        place(entry, index);
    }

    /** The earlier one of a slot's two children; {@code size} or more when there is none. */
    private int earlierChild(int index) {
        int child = 2 * index + 1;
        return child + 1 < size && earlier(entries[child + 1], entries[child]) ? child + 1 : child;
    }

    private static boolean earlier(Timed a, Timed b) {
        return a.dueNanos - b.dueNanos < 0;
    }

    private void place(Timed entry, int index) {
        entries[index] = entry;
        entry.heapIndex = index;
    }
}
