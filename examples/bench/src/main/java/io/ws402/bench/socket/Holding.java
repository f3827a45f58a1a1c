package io.ws402.bench.socket;

import io.vertx.core.json.JsonObject;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.process.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Servers that hold metered sessions, more and more of them. What these cost is told without what the servers needed
 * before. Blocking.
 */
public final class Holding {
    /** What the servers use together. */
    public static final Figure CPU = new Figure("CPU", "CPU-s/s");

    private static final Figure LATE = new Figure("99 of 100 updates late by less than", "ms");
    private static final Figure RESIDENT = new Figure("resident memory per session", "bytes");
    private static final Figure HEAP = new Figure("heap per session", "bytes");
    private static final int FIRST_SESSIONS = 100;

    private final Sockets sockets;
    private final long heapBefore;
    private final long residentBefore;

    /** Has them hold a few sessions first: what those load and cache belongs to no session. */
    public Holding(Sockets sockets) throws IOException {
        this.sockets = sockets;
        order("open", FIRST_SESSIONS);
        sockets.ask("close");
        this.heapBefore = heap();
        this.residentBefore = resident();
        order("open", 1);
    }

    /** Opens sessions until they are so many, which is not fewer than before, lets them run a little, and measures for so long. */
    public Map<Figure, Double> measure(int sessions, Duration span) throws IOException, InterruptedException {
        order("grow", sessions);
        Thread.sleep(span.dividedBy(2));
        sockets.ask("watch");
        Sockets.Used before = sockets.used();
        Thread.sleep(span);
        Sockets.Used used = sockets.used().since(before);
        Map<Figure, Double> measured = new LinkedHashMap<>();
        measured.put(CPU, used.servers() / used.elapsedSeconds());
        measured.put(LATE, (double) sockets.ask("late").getLong("millis"));
        // The resident memory first: a collection does not make it smaller, but asking for one may touch more.
        measured.put(RESIDENT, (resident() - residentBefore) / (double) sessions);
        measured.put(HEAP, (heap() - heapBefore) / (double) sessions);
        measured.put(Sockets.LOAD_BUSY, used.loadCores());
        sockets.ask("heard");
        return measured;
    }

    /** Closes all sessions; @throws IOException when one was lost before. */
    public void end() throws IOException {
        sockets.ask("close");
    }

    private long heap() throws IOException {
        long bytes = 0;
        for (Worker server : sockets.servers()) {
            bytes += server.heapBytes();
        }
        return bytes;
    }

    private long resident() throws IOException {
        long bytes = 0;
        for (Worker server : sockets.servers()) {
            bytes += server.program().residentBytes();
        }
        return bytes;
    }

    private void order(String command, int sessions) throws IOException {
        sockets.ask(command, Work.HELD, new JsonObject().put("sessions", sessions));
    }
}
