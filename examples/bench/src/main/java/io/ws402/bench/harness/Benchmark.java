package io.ws402.bench.harness;

/** One of the benchmarks. */
public interface Benchmark {
    /** As {@code --only} takes it. */
    String name();

    /** What is done, in a sentence. */
    String about();

    /**
     * Starts what it needs. Blocking.
     *
     * @throws NotHereException when this machine lacks something that it needs; then nothing is left running
     */
    Stand stand(Effort effort) throws Exception;
}
