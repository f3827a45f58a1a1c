package io.ws402.bench.socket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.bench.durable.GatewayProgram;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.load.LoadGenerator;
import io.ws402.bench.process.Closing;
import io.ws402.bench.process.Cores;
import io.ws402.bench.process.WorkFolder;
import io.ws402.bench.process.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One or more servers of a kind, and a load generator of their own. Blocking. */
public final class Sockets implements AutoCloseable {
    /** How much of a core the load generator used; near 1 it was what held things up. */
    static final Figure LOAD_BUSY = new Figure("load generator", "cores");

    private static final String AS_SHIPPED = "io/ws402/server/app/logback-console.xml";

    private final Closing closing = new Closing();
    private final List<Worker> servers = new ArrayList<>();
    private final JsonArray ports = new JsonArray();
    private final Worker load;

    private Sockets(Class<?> program, int count, JsonObject order) throws IOException {
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
            load = closing.add(Worker.start(
                    "the load generator",
                    Cores.here().load(count),
                    LoadGenerator.class,
                    Worker.QUIET,
                    folder.file("load.log")));
            for (Worker server : servers) {
                ports.add(server.ask("start", order).getInteger("port"));
            }
        } catch (IOException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** So many of ours, each with its ledger in memory. */
    public static Sockets ours(int count) throws IOException {
        return new Sockets(OurServer.class, count, new JsonObject());
    }

    /** One of ours before a gateway. */
    static Sockets before(GatewayProgram gateway) throws IOException {
        JsonObject order = new JsonObject().put("gateway", gateway.url()).put("key", gateway.serverKey());
        return new Sockets(OurServer.class, 1, order);
    }

    /** A raw one. */
    public static Sockets raw() throws IOException {
        return new Sockets(RawServer.class, 1, new JsonObject());
    }

    List<Worker> servers() {
        return servers;
    }

    /** Has the load generator do something with this work. */
    JsonObject ask(String command, Work work, JsonObject order) throws IOException {
        return load.ask(
                command,
                order.copy()
                        .put("ports", ports)
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
