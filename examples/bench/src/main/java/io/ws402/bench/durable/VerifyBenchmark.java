package io.ws402.bench.durable;

import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Payments verified and held, durably, for 64 callers at once. */
public final class VerifyBenchmark implements Benchmark {
    private static final int PAYMENTS = 10_000;
    private static final int LIMIT_PAYMENTS = 40_000;

    private final Shared shared;

    /** At this gateway. */
    public VerifyBenchmark(Shared shared) {
        this.shared = shared;
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String about() {
        return "payments in credits verified and held, durably, over 64 connections";
    }

    @Override
    public Stand stand(Effort effort) throws IOException, InterruptedException {
        Shared.Gateway gateway = shared.gateway(effort);
        gateway.stand().verify(effort.of(PAYMENTS));
        gateway.stand().verifyAt(gateway.limit(), "/", effort.of(LIMIT_PAYMENTS));
        return new Sides(gateway.stand(), gateway.limit(), effort, PgBench.here());
    }

    private record Sides(DurableStand stand, DurableStand.Limit limit, Effort effort, Optional<PgBench> pgbench)
            implements Stand {
        @Override
        public List<Side> sides() {
            List<Side> sides = new ArrayList<>();
            sides.add(new Side("ours", () -> stand.verify(effort.of(PAYMENTS))));
            sides.add(new Side("group commit", () -> stand.verifyAt(limit, "/", effort.of(LIMIT_PAYMENTS))));
            pgbench.ifPresent(program -> sides.add(new Side("pgbench", () -> measure(program))));
            return sides;
        }

        private Map<Figure, Double> measure(PgBench program) throws IOException, InterruptedException {
            Books.Range range = limit.books().clone(stand.template().paymentId(), effort.of(PAYMENTS));
            limit.books().checkpoint();
            return Map.of(
                    DurableStand.RATE,
                    program.run(
                            limit.database(),
                            limit.books(),
                            range,
                            stand.payerAccount(),
                            stand.template().details().getString("recipient"),
                            stand.folder().file("pgbench.sql")));
        }

        @Override
        public List<String> notes() {
            return pgbench.isPresent() ? List.of() : List.of("pgbench is not installed: verify stands without it");
        }

        @Override
        public void close() {
            // others go on with the gateway
        }
    }
}
