package io.ws402.bench.socket;

import io.vertx.core.json.JsonObject;
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

/** Sessions that echo frames through the meter, priced by second, byte and message. */
public final class RelayBenchmark implements Benchmark {
    private static final int SESSIONS = 200;
    private static final int FRAME_BYTES = 128;
    private static final int FRAMES_UNDER_WAY = 4;
    private static final Figure RATE = new Figure("messages echoed", "messages/s");
    private static final Figure PER_CPU = new Figure("messages per CPU second of the server", "messages");

    private final Shared shared;

    /** With this load generator. */
    public RelayBenchmark(Shared shared) {
        this.shared = shared;
    }

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String about() {
        return "200 sessions echo 128-byte frames, four under way on each, through a meter of seconds, bytes and messages";
    }

    @Override
    public Stand stand(Effort effort) throws IOException, InterruptedException {
        Closing closing = new Closing();
        try {
            Sockets ours = begun(closing.add(Sockets.ours(shared, 1)), effort);
            Sockets raw = begun(closing.add(Sockets.raw(shared)), effort);
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

    /** Warm, so that the first measurement is like the others. */
    private static Sockets begun(Sockets sockets, Effort effort) throws IOException, InterruptedException {
        measure(sockets, effort);
        return sockets;
    }

    private static Map<Figure, Double> measure(Sockets sockets, Effort effort)
            throws IOException, InterruptedException {
        sockets.ask(
                "open",
                Work.ECHO,
                new JsonObject().put("sessions", effort.of(SESSIONS)).put("bytes", FRAME_BYTES));
        sockets.ask("echo", Work.ECHO, new JsonObject().put("window", FRAMES_UNDER_WAY));
        Thread.sleep(effort.span().dividedBy(4));
        Sockets.Used before = sockets.used();
        long framesBefore = frames(sockets);
        Thread.sleep(effort.span());
        Sockets.Used used = sockets.used().since(before);
        double messages = frames(sockets) - framesBefore;
        sockets.ask("close");
        Map<Figure, Double> measured = new LinkedHashMap<>();
        measured.put(RATE, messages / used.elapsedSeconds());
        measured.put(PER_CPU, messages / used.servers());
        measured.put(Sockets.LOAD_BUSY, used.loadCores());
        return measured;
    }

    private static long frames(Sockets sockets) throws IOException {
        return sockets.ask("heard").getLong("frames");
    }
}
