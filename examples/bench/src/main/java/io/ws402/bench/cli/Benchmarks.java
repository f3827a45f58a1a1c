package io.ws402.bench.cli;

import io.ws402.bench.chain.RefundsBenchmark;
import io.ws402.bench.durable.CheckpointBenchmark;
import io.ws402.bench.durable.SignedBenchmark;
import io.ws402.bench.durable.VerifyBenchmark;
import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.scale.ScaleBenchmark;
import io.ws402.bench.socket.HeldBenchmark;
import io.ws402.bench.socket.OpenBenchmark;
import io.ws402.bench.socket.RelayBenchmark;
import java.util.List;

/** All that there are, in the order in which they run. */
final class Benchmarks {
    static final List<Benchmark> ALL = List.of(
            new HeldBenchmark(),
            new RelayBenchmark(),
            new OpenBenchmark(),
            new VerifyBenchmark(),
            new SignedBenchmark(),
            new CheckpointBenchmark(),
            new RefundsBenchmark(),
            new ScaleBenchmark());

    private Benchmarks() {}
}
