package io.ws402.bench.socket;

import io.ws402.bench.durable.Shared;
import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Metered sessions that listen, one usage update a second each. Every run has new processes, because memory that a
 * process once had it rarely gives back.
 */
public final class HeldBenchmark implements Benchmark {
    /** How many sessions a full load is. */
    public static final int SESSIONS = 10_000;

    private final Shared shared;

    /** With this load generator. */
    public HeldBenchmark(Shared shared) {
        this.shared = shared;
    }

    @Override
    public String name() {
        return "held";
    }

    @Override
    public String about() {
        return "10,000 metered sessions, a usage update each second and a ping each five seconds to each";
    }

    @Override
    public Stand stand(Effort effort) {
        return new Stand() {
            @Override
            public List<Side> sides() {
                return List.of(
                        new Side("ours", () -> measure(Sockets.ours(shared, 1), effort)),
                        new Side("raw Vert.x", () -> measure(Sockets.raw(shared), effort)));
            }

            @Override
            public void close() {
                // each measurement has ended what it started
            }
        };
    }

    private static Map<Figure, Double> measure(Sockets started, Effort effort)
            throws IOException, InterruptedException {
        try (Sockets sockets = started) {
            Holding holding = new Holding(sockets);
            Map<Figure, Double> measured = holding.measure(effort.of(SESSIONS), effort.span());
            holding.end();
            return measured;
        }
    }
}
