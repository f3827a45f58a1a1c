package io.ws402.bench.cli;

import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.socket.HeldBenchmark;
import io.ws402.bench.socket.OpenBenchmark;
import io.ws402.bench.socket.RelayBenchmark;
import java.util.List;

/** All that there are, in the order in which they run. */
final class Benchmarks {
    static final List<Benchmark> ALL = List.of(new HeldBenchmark(), new RelayBenchmark(), new OpenBenchmark());

    private Benchmarks() {}
}
