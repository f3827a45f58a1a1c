package io.ws402.bench.socket;

import io.vertx.core.json.JsonObject;
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

/** Sessions from proof to settlement, one after another on 64 seats, with the ledger in memory. */
public final class OpenBenchmark implements Benchmark {
    private static final int SEATS = 64;
    private static final Figure PER_CPU = new Figure("cycles per CPU second of the server", "cycles");
    private static final Figure RATE = new Figure("cycles", "cycles/s");

    @Override
    public String name() {
        return "open";
    }

    @Override
    public String about() {
        return "handshake, proof, started, end, settled, closed: 64 at a time, the ledger in memory";
    }

    @Override
    public Stand stand(Effort effort) throws IOException {
        Closing closing = new Closing();
        try {
            Sockets ours = warm(closing.add(Sockets.ours(1)), effort);
            Sockets raw = warm(closing.add(Sockets.raw()), effort);
            return new Stand() {
                @Override
                public List<Side> sides() {
                    return List.of(
                            new Side("ours", () -> measure(ours, effort)),
                            new Side("raw Vert.x", () -> measure(raw, effort)));
                }

                @Override
                public void close() {
                    closing.close();
                }
            };
        } catch (IOException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private static Sockets warm(Sockets sockets, Effort effort) throws IOException {
        measure(sockets, effort);
        return sockets;
    }

    /** Opens and ends sessions at these servers for the measured time. */
    public static Map<Figure, Double> measure(Sockets sockets, Effort effort) throws IOException {
        Sockets.Used before = sockets.used();
        JsonObject order = new JsonObject()
                .put("seats", effort.of(SEATS))
                .put("ms", effort.span().toMillis());
        double cycles = sockets.ask("cycles", Work.CYCLE, order).getLong("cycles");
        Sockets.Used used = sockets.used().since(before);
        Map<Figure, Double> measured = new LinkedHashMap<>();
        measured.put(PER_CPU, cycles / used.servers());
        measured.put(RATE, cycles / used.elapsedSeconds());
        measured.put(Sockets.LOAD_BUSY, used.loadCores());
        return measured;
    }
}
