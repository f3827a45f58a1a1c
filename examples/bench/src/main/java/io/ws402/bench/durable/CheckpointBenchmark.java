package io.ws402.bench.durable;

import io.vertx.core.json.JsonObject;
import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import io.ws402.protocol.gateway.SessionsReport;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.Reading;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The readings of all sessions of a server, recorded by one call. */
public final class CheckpointBenchmark implements Benchmark {
    private static final int SESSIONS = 10_000;
    private static final int CHECKPOINTS = 20;
    private static final Figure RATE = new Figure("readings recorded", "rows/s");

    private final Shared shared;

    /** At this gateway. */
    public CheckpointBenchmark(Shared shared) {
        this.shared = shared;
    }

    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public String about() {
        return "the readings of 10,000 sessions in one call, again and again";
    }

    @Override
    public Stand stand(Effort effort) throws IOException, InterruptedException {
        Shared.Gateway gateway = shared.gateway(effort);
        int sessions = effort.of(SESSIONS);
        // As many sessions on both databases, held by who may hold them there.
        gateway.stand().verify(sessions);
        gateway.stand().verifyAt(gateway.limit(), "/", sessions);
        Sides sides = new Sides(gateway.stand(), gateway.limit(), sessions, Math.max(2, effort.of(CHECKPOINTS)));
        sides.atGateway();
        sides.atLimit();
        return sides;
    }

    private static final class Sides implements Stand {
        private final DurableStand stand;
        private final DurableStand.Limit limit;
        private final List<String> atGateway;
        private final List<String> atLimit;
        private final int times;
        private long sequence = 1;

        Sides(DurableStand stand, DurableStand.Limit limit, int sessions, int times) {
            this.stand = stand;
            this.limit = limit;
            this.atGateway = stand.books().lastPaymentIds(sessions);
            this.atLimit = limit.books().lastPaymentIds(sessions);
            this.times = times;
        }

        @Override
        public List<Side> sides() {
            return List.of(new Side("ours", this::atGateway), new Side("one UPDATE", this::atLimit));
        }

        private Map<Figure, Double> atGateway() throws IOException {
            Path file = stand.folder().file("checkpoints.jsonl");
            List<String> bodies = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                long number = sequence++;
                List<MeterReport> reports = atGateway.stream()
                        .map(id -> new MeterReport(id, 1, number, new Reading(number, 0, 0), BigInteger.ONE))
                        .toList();
                bodies.add(new SessionsReport(DurableStand.SERVER_ID, reports)
                        .toJson()
                        .encode());
            }
            Files.write(file, bodies);
            stand.books().checkpoint();
            JsonObject done = stand.posts(
                    List.of(stand.gateway().port()),
                    "/api/sessions/checkpoint",
                    file,
                    "\"recorded\":" + atGateway.size() + ",",
                    1);
            return rate(done);
        }

        private Map<Figure, Double> atLimit() throws IOException {
            Path file = stand.folder().file("payments.txt");
            Files.write(file, atLimit);
            limit.books().checkpoint();
            JsonObject done = limit.server()
                    .ask(
                            "checkpoint",
                            new JsonObject()
                                    .put("ids", file.toString())
                                    .put("times", times)
                                    .put("sequence", sequence));
            sequence += times;
            return rate(done);
        }

        private Map<Figure, Double> rate(JsonObject done) {
            return Map.of(RATE, (double) atGateway.size() * times / (done.getLong("nanos") / 1e9));
        }

        @Override
        public void close() {
            // others go on with the gateway
        }
    }
}
