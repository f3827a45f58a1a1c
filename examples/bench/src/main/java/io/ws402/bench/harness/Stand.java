package io.ws402.bench.harness;

import java.util.List;

/** A benchmark with all its processes running, ready to be measured. */
public interface Stand extends AutoCloseable {
    /** Ours first, then what it is held against, one or more. */
    List<Side> sides();

    /** What whoever reads the figures must know, and would not guess. */
    default List<String> notes() {
        return List.of();
    }

    /** Ends all its processes. */
    @Override
    void close();
}
