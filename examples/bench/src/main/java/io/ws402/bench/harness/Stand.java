package io.ws402.bench.harness;

import java.util.List;

/** A benchmark with all its processes running, ready to be measured. */
public interface Stand extends AutoCloseable {
    /** Ours first, then what it is held against, one or more. */
    List<Side> sides();

    /** Ends all its processes. */
    @Override
    void close();
}
