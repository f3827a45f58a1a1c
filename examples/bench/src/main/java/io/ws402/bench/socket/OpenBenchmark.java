package io.ws402.bench.socket;

import io.vertx.core.json.JsonObject;
import io.ws402.bench.durable.DurableStand;
import io.ws402.bench.durable.Shared;
import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import io.ws402.bench.process.Closing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Sessions from proof to settlement, one after another on 64 seats: with the ledger in memory beside the sockets alone, and
 * through a gateway beside the database alone.
 */
public final class OpenBenchmark implements Benchmark {
    private static final int SEATS = 64;
    private static final int DURABLE_CYCLES = 5_000;
    private static final int LIMIT_PAYMENTS = 40_000;
    private static final long NO_END_MS = 3_600_000;
    private static final Figure PER_CPU = new Figure("cycles per CPU second of the server", "cycles");
    private static final Figure RATE = new Figure("cycles", "cycles/s");
    private static final Figure DURABLE = new Figure("durable cycles, or commits", "1/s");
    private static final Figure GROWTH = new Figure("growth of the database by a cycle", "bytes");

    private final Shared shared;

    /** Its durable part at this gateway. */
    public OpenBenchmark(Shared shared) {
        this.shared = shared;
    }

    @Override
    public String name() {
        return "open";
    }

    @Override
    public String about() {
        return "handshake, proof, started, end, settled, closed: 64 at a time, the ledger in memory, then at a gateway";
    }

    @Override
    public Stand stand(Effort effort) throws IOException, InterruptedException {
        return new Sides(effort, shared);
    }

    private static final class Sides implements Stand {
        private final Closing closing = new Closing();
        private final Effort effort;
        private final Sockets ours;
        private final Sockets raw;
        private final DurableStand gateway;
        private final DurableStand.Limit limit;
        private final Sockets durable;

        Sides(Effort effort, Shared shared) throws IOException, InterruptedException {
            this.effort = effort;
            try {
                ours = closing.add(Sockets.ours(shared, 1));
                raw = closing.add(Sockets.raw(shared));
                gateway = shared.gateway(effort).stand();
                limit = shared.gateway(effort).limit();
                durable = closing.add(Sockets.before(shared, gateway.gateway()));
                measure(ours, effort);
                measure(raw, effort);
                durable();
                committed();
            } catch (IOException | InterruptedException | RuntimeException e) {
                closing.close();
                throw e;
            }
        }

        @Override
        public List<Side> sides() {
            return List.of(
                    new Side("ours", this::ours),
                    new Side("raw Vert.x", () -> measure(raw, effort)),
                    new Side("group commit", this::committed));
        }

        private Map<Figure, Double> ours() throws IOException {
            Map<Figure, Double> measured = measure(ours, effort);
            long before = gateway.databaseBytes();
            measured.put(DURABLE, durable());
            measured.put(GROWTH, (gateway.databaseBytes() - before) / (double) effort.of(DURABLE_CYCLES));
            return measured;
        }

        private double durable() throws IOException {
            String proofs = gateway.proofs(effort.of(DURABLE_CYCLES)).toString();
            return rate(cycles(durable, new JsonObject().put("proofs", proofs).put("ms", NO_END_MS)));
        }

        private Map<Figure, Double> committed() throws IOException {
            Map<Figure, Double> held = gateway.verifyAt(limit, "/", effort.of(LIMIT_PAYMENTS));
            return Map.of(DURABLE, Objects.requireNonNull(held.get(DurableStand.RATE)));
        }

        @Override
        public void close() {
            closing.close();
        }
    }

    /** Opens and ends sessions at these servers for the measured time. */
    public static Map<Figure, Double> measure(Sockets sockets, Effort effort) throws IOException {
        Sockets.Used before = sockets.used();
        JsonObject done =
                cycles(sockets, new JsonObject().put("ms", effort.span().toMillis()));
        Sockets.Used used = sockets.used().since(before);
        Map<Figure, Double> measured = new LinkedHashMap<>();
        measured.put(PER_CPU, done.getLong("cycles") / used.servers());
        measured.put(RATE, rate(done));
        measured.put(Sockets.LOAD_BUSY, used.loadCores());
        return measured;
    }

    private static JsonObject cycles(Sockets sockets, JsonObject order) throws IOException {
        return sockets.ask("cycles", Work.CYCLE, order.put("seats", SEATS));
    }

    private static double rate(JsonObject done) {
        return done.getLong("cycles") / (done.getLong("nanos") / 1e9);
    }
}
