package io.ws402.bench.cli;

import io.ws402.bench.chain.RefundsBenchmark;
import io.ws402.bench.durable.CheckpointBenchmark;
import io.ws402.bench.durable.Shared;
import io.ws402.bench.durable.SignedBenchmark;
import io.ws402.bench.durable.VerifyBenchmark;
import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.scale.GrowthBenchmark;
import io.ws402.bench.scale.ScaleBenchmark;
import io.ws402.bench.socket.HeldBenchmark;
import io.ws402.bench.socket.OpenBenchmark;
import io.ws402.bench.socket.RelayBenchmark;
import java.util.List;

/** All that there are, in the order in which they run. */
final class Benchmarks implements AutoCloseable {
    private final Shared shared = new Shared();

    List<Benchmark> all() {
        return List.of(
                new HeldBenchmark(shared),
                new RelayBenchmark(shared),
                new OpenBenchmark(shared),
                new VerifyBenchmark(shared),
                new SignedBenchmark(shared),
                new CheckpointBenchmark(shared),
                new RefundsBenchmark(),
                new ScaleBenchmark(shared),
                new GrowthBenchmark(shared));
    }

    @Override
    public void close() {
        shared.close();
    }
}
