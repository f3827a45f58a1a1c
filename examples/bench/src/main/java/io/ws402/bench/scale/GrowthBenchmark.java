package io.ws402.bench.scale;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ws402.bench.durable.Shared;
import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import io.ws402.bench.socket.HeldBenchmark;
import io.ws402.bench.socket.Holding;
import io.ws402.bench.socket.Sockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What a held session costs where there are few of them, many, and as many as this machine lets one process hold. */
public final class GrowthBenchmark implements Benchmark {
    private static final List<Integer> SIZES = List.of(1_000, HeldBenchmark.SESSIONS);

    /** A kernel has some 28,000 ports for connections from one address to one server. */
    private static final long PORTS = 28_000;
    /** What a process has open besides its sessions. */
    private static final long OTHER_FILES = 1_000;

    private static final double MICROS = 1e6;

    private final Shared shared;

    /** With this load generator. */
    public GrowthBenchmark(Shared shared) {
        this.shared = shared;
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String about() {
        return "held sessions: 1,000, 10,000, and as many as a process may have connections";
    }

    @Override
    public Stand stand(Effort effort) {
        List<Integer> sizes = IntStream.concat(
                        SIZES.stream().mapToInt(effort::of), IntStream.of(effort.of((int) most())))
                .distinct()
                .sorted()
                .boxed()
                .toList();
        return new Stand() {
            @Override
            public List<Side> sides() {
                return List.of(
                        new Side("ours", () -> measure(Sockets.ours(shared, 1), sizes, effort.span())),
                        new Side("raw Vert.x", () -> measure(Sockets.raw(shared), sizes, effort.span())));
            }

            @Override
            public void close() {
                // each measurement has ended what it started
            }
        };
    }

    private static long most() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? Math.min(PORTS, unix.getMaxFileDescriptorCount()) - OTHER_FILES
                : SIZES.getLast();
    }

    private static Map<Figure, Double> measure(Sockets started, List<Integer> sizes, Duration span)
            throws IOException, InterruptedException {
        Map<Figure, Double> measured = new LinkedHashMap<>();
        try (Sockets sockets = started) {
            Holding holding = new Holding(sockets);
            for (int sessions : sizes) {
                holding.measure(sessions, span).forEach((figure, value) -> {
                    boolean ofAll = figure.equals(Holding.CPU);
                    String what = String.format(Locale.ROOT, "%,d sessions: ", sessions)
                            + figure.what()
                            + (ofAll ? " per session" : "");
                    measured.put(
                            new Figure(what, ofAll ? "us/s" : figure.unit()),
                            ofAll ? value * MICROS / sessions : value);
                });
            }
            holding.end();
        }
        return measured;
    }
}
