package io.ws402.bench.socket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.bench.durable.GatewayProgram;
import io.ws402.bench.durable.Shared;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.process.Closing;
import io.ws402.bench.process.Cores;
import io.ws402.bench.process.WorkFolder;
import io.ws402.bench.process.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One or more servers of a kind, before the load generator. Blocking. */
public final class Sockets implements AutoCloseable {
    /** How much of a core the load generator used; near 1 it was what held things up. */
    static final Figure LOAD_BUSY = new Figure("load generator", "cores");

    private static final String AS_SHIPPED = "io/ws402/server/app/logback-console.xml";

    private final Closing closing = new Closing();
    private final List<Worker> servers = new ArrayList<>();
    private final JsonObject order;
    private @Nullable JsonArray ports;
    private final Worker load;

    private Sockets(Worker load, Class<?> program, int count, JsonObject order) throws IOException {
        this.load = load;
        this.order = order;
        try {
            WorkFolder folder = closing.add(WorkFolder.create());
            for (int i = 0; i < count; i++) {
                Worker server = closing.add(Worker.start(
                        "server " + (i + 1),
                        Cores.here().program(i),
                        program,
                        program == OurServer.class ? AS_SHIPPED : Worker.QUIET,
                        folder.file("server-" + i + ".log")));
                servers.add(server);
            }
        } catch (IOException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private Sockets(Sockets all) {
        this.load = all.load;
        this.order = all.order;
        this.servers.add(all.servers.getFirst());
    }

    /** So many of ours, each with its ledger in memory. */
    public static Sockets ours(Shared shared, int count) throws IOException, InterruptedException {
        return new Sockets(shared.load(count), OurServer.class, count, new JsonObject());
    }

    /** One of ours before a gateway. */
    static Sockets before(Shared shared, GatewayProgram gateway) throws IOException, InterruptedException {
        JsonObject order = new JsonObject().put("gateway", gateway.url()).put("key", gateway.serverKey());
        return new Sockets(shared.load(1), OurServer.class, 1, order);
    }

    /** A raw one. */
    public static Sockets raw(Shared shared) throws IOException, InterruptedException {
        return new Sockets(shared.load(1), RawServer.class, 1, new JsonObject());
    }

    List<Worker> servers() {
        return servers;
    }

    /** The first of them alone, which the others outlive. */
    public Sockets first() {
        return new Sockets(this);
    }

    /** Where the servers listen; asked when it is needed, so that what was started before and after starts meanwhile. */
    private JsonArray ports() throws IOException {
        JsonArray known = ports;
        if (known == null) {
            known = new JsonArray();
            for (Worker server : servers) {
                known.add(server.ask("start", order).getInteger("port"));
            }
            ports = known;
        }
        return known;
    }

    /** Has the load generator do something with this work. */
    JsonObject ask(String command, Work work, JsonObject order) throws IOException {
        return load.ask(
                command,
                order.copy()
                        .put("ports", ports())
                        .put("path", work.path())
                        .put("updateMs", work.updates().toMillis()));
    }

    /** Has it do something with the sessions that it holds. */
    JsonObject ask(String command) throws IOException {
        return load.ask(command);
    }

    /** The CPU time that servers and load generator have used. */
    Used used() {
        double seconds = servers.stream()
                .mapToDouble(server -> seconds(server.program().cpu().toNanos()))
                .sum();
        return new Used(System.nanoTime(), seconds, seconds(load.program().cpu().toNanos()));
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    /** At a moment: CPU seconds since the start. */
    record Used(long atNanos, double servers, double load) {
        /** What came on top since then. */
        Used since(Used before) {
            return new Used(atNanos - before.atNanos, servers - before.servers, load - before.load);
        }

        double elapsedSeconds() {
            return seconds(atNanos);
        }

        double loadCores() {
            return load / elapsedSeconds();
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
