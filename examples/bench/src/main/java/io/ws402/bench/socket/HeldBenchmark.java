package io.ws402.bench.socket;

import io.vertx.core.json.JsonObject;
import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import io.ws402.bench.process.Worker;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metered sessions that listen, one usage update a second each. Every run has new processes, because memory that a
 * process once had it rarely gives back.
 */
public final class HeldBenchmark implements Benchmark {
    /** How many sessions a full load is. */
    public static final int SESSIONS = 10_000;

    private static final int FIRST_SESSIONS = 100;
    /** What the servers used together. */
    public static final Figure CPU = new Figure("CPU", "CPU-s/s");
    private static final Figure HEAP = new Figure("heap per session", "bytes");
    private static final Figure RESIDENT = new Figure("resident memory per session", "bytes");
    private static final Figure LATE = new Figure("99 of 100 updates late by less than", "ms");

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
                        new Side("ours", () -> measure(Sockets.ours(1), effort.of(SESSIONS), effort)),
                        new Side("raw Vert.x", () -> measure(Sockets.raw(), effort.of(SESSIONS), effort)));
            }

            @Override
            public void close() {
                // each measurement has ended what it started
            }
        };
    }

    /** Holds sessions at these servers, together as many as one has to hold, and ends the servers. */
    public static Map<Figure, Double> measure(Sockets started, int sessions, Effort effort)
            throws IOException, InterruptedException {
        try (Sockets sockets = started) {
            // What the first sessions load and cache belongs to no session.
            open(sockets, Math.min(FIRST_SESSIONS, sessions));
            sockets.ask("close");
            long heapBefore = heap(sockets);
            long residentBefore = resident(sockets);
            open(sockets, sessions);
            Thread.sleep(effort.span());
            sockets.ask("watch");
            Sockets.Used before = sockets.used();
            Thread.sleep(effort.span());
            Sockets.Used used = sockets.used().since(before);
            double late = sockets.ask("late").getLong("millis");
            Map<Figure, Double> measured = new LinkedHashMap<>();
            measured.put(CPU, used.servers() / used.elapsedSeconds());
            measured.put(LATE, late);
            // The resident memory first: a collection does not make it smaller, but asking for one may touch more.
            measured.put(RESIDENT, (resident(sockets) - residentBefore) / (double) sessions);
            measured.put(HEAP, (heap(sockets) - heapBefore) / (double) sessions);
            measured.put(Sockets.LOAD_BUSY, used.loadCores());
            sockets.ask("heard");
            sockets.ask("close");
            return measured;
        }
    }

    private static long heap(Sockets sockets) throws IOException {
        long bytes = 0;
        for (Worker server : sockets.servers()) {
            bytes += server.heapBytes();
        }
        return bytes;
    }

    private static long resident(Sockets sockets) throws IOException {
        long bytes = 0;
        for (Worker server : sockets.servers()) {
            bytes += server.program().residentBytes();
        }
        return bytes;
    }

    private static void open(Sockets sockets, int sessions) throws IOException {
        sockets.ask("open", Work.HELD, new JsonObject().put("sessions", sessions));
    }
}
