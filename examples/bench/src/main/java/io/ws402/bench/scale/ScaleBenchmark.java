package io.ws402.bench.scale;

import io.ws402.bench.durable.DurableStand;
import io.ws402.bench.durable.GatewayProgram;
import io.ws402.bench.durable.Shared;
import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import io.ws402.bench.process.Cores;
import io.ws402.bench.socket.HeldBenchmark;
import io.ws402.bench.socket.Holding;
import io.ws402.bench.socket.OpenBenchmark;
import io.ws402.bench.socket.Sockets;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several servers, and two gateways over one database, beside one of each. Where they do not all get a core of their own,
 * only what the work costs in CPU time is compared: rates would tell of the machine.
 */
public final class ScaleBenchmark implements Benchmark {
    private static final int SERVERS_MAX = 4;
    private static final int PAYMENTS = 5_000;
    /** Until then a gateway's compiler takes more than its payments do, and the first has had as many. */
    private static final int WARM_PAYMENTS = 40_000;

    private final Shared shared;

    /** The one gateway is this. */
    public ScaleBenchmark(Shared shared) {
        this.shared = shared;
    }

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String about() {
        return "open and held on several servers, verify on two gateways over one database, beside one of each";
    }

    @Override
    public Stand stand(Effort effort) throws IOException, InterruptedException {
        int cores = Cores.here().forPrograms();
        int servers = Math.clamp(cores, 2, SERVERS_MAX);
        DurableStand gateways = shared.gateway(effort).stand();
        Machines many = new Machines(
                Sockets.ours(shared, servers), gateways, gateways.gateways(DurableStand.GATEWAYS_MAX), effort);
        Machines one = new Machines(many.sockets().first(), gateways, gateways.gateways(1), effort);
        try {
            gateways.verifyAt(List.of(many.gateways().getLast()), effort.of(WARM_PAYMENTS));
            many.warm();
            one.warm();
            return new Stand() {
                @Override
                public List<Side> sides() {
                    return List.of(
                            new Side(servers + " servers, 2 gateways", () -> many.measure(cores >= servers)),
                            new Side("one of each", () -> one.measure(cores >= servers)));
                }

                @Override
                public List<String> notes() {
                    return cores >= servers
                            ? List.of("linear would be a ratio of " + servers + " for rates of servers, 2 of gateways")
                            : List.of("scale: too few cores for " + servers
                                    + " servers and a load generator; only CPU time is compared");
                }

                @Override
                public void close() {
                    many.sockets().close();
                }
            };
        } catch (IOException | RuntimeException e) {
            many.sockets().close();
            throw e;
        }
    }

    /** Some servers, and some gateways over their database. */
    private record Machines(Sockets sockets, DurableStand stand, List<GatewayProgram> gateways, Effort effort) {
        void warm() throws IOException {
            OpenBenchmark.measure(sockets, effort);
            stand.verifyAt(gateways, effort.of(PAYMENTS));
        }

        Map<Figure, Double> measure(boolean rates) throws IOException, InterruptedException {
            Map<Figure, Double> measured = new LinkedHashMap<>();
            add(measured, "open", rates, OpenBenchmark.measure(sockets, effort));
            Holding holding = new Holding(sockets);
            add(measured, "held", rates, holding.measure(effort.of(HeldBenchmark.SESSIONS), effort.span()));
            holding.end();
            add(measured, "verify", rates, stand.verifyAt(gateways, effort.of(PAYMENTS)));
            return measured;
        }

        private static void add(Map<Figure, Double> measured, String work, boolean rates, Map<Figure, Double> figures) {
            figures.forEach((figure, value) -> {
                if (figure.what().contains("CPU") || (rates && figure.unit().endsWith("/s"))) {
                    measured.put(new Figure(work + ": " + figure.what(), figure.unit()), value);
                }
            });
        }
    }
}
