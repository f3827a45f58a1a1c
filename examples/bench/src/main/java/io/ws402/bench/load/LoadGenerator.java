package io.ws402.bench.load;

import io.vertx.core.json.JsonObject;
import io.ws402.bench.process.WorkerLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The program of the load generator. */
public final class LoadGenerator {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Client client = new Client();
    private @Nullable HeldSessions held;

    private LoadGenerator() {}

    /** Runs it until its owner has gone. */
    public static void main(String[] arguments) throws IOException {
        LoadGenerator generator = new LoadGenerator();
        new WorkerLine()
                .on("open", generator::open)
                .on("grow", generator::grow)
                .on("echo", generator::echo)
                .on("heard", generator::heard)
                .on("watch", generator::watch)
                .on("late", generator::late)
                .on("close", generator::close)
                .on("cycles", generator::cycles)
                .on("posts", generator::posts)
                .serve(arguments);
    }

    private JsonObject open(JsonObject order) throws InterruptedException, TimeoutException {
        HeldSessions sessions = new HeldSessions(
                client,
                ports(order),
                order.getString("path"),
                order.getInteger("sessions"),
                order.getInteger("bytes", 0),
                order.getLong("updateMs") * NANOS_PER_MILLI);
        held = sessions;
        sessions.open();
        return new JsonObject();
    }

    private JsonObject grow(JsonObject order) throws InterruptedException, TimeoutException {
        held().grow(order.getInteger("sessions"));
        return new JsonObject();
    }

    private JsonObject echo(JsonObject order) {
        held().echo(order.getInteger("window"));
        return new JsonObject();
    }

    private JsonObject heard(JsonObject order) {
        return new JsonObject().put("frames", held().heard()).put("nanos", System.nanoTime());
    }

    private JsonObject watch(JsonObject order) {
        held().watch();
        return new JsonObject();
    }

    private JsonObject late(JsonObject order) {
        return new JsonObject().put("millis", held().millisLate());
    }

    private JsonObject close(JsonObject order) throws InterruptedException, TimeoutException {
        held().close();
        return new JsonObject();
    }

    private HeldSessions held() {
        if (held == null) {
            throw new IllegalStateException("no sessions are held");
        }
        return held;
    }

    private JsonObject cycles(JsonObject order) throws InterruptedException, TimeoutException, IOException {
        String file = order.getString("proofs");
        Proofs proofs = file == null ? Proofs.inMemory() : Proofs.of(Files.readAllLines(Path.of(file)));
        Cycles cycles = new Cycles(client, ports(order), order.getString("path"), order.getInteger("seats"), proofs);
        long begun = System.nanoTime();
        long done = cycles.run(order.getLong("ms") * NANOS_PER_MILLI);
        return new JsonObject().put("cycles", done).put("nanos", System.nanoTime() - begun);
    }

    private JsonObject posts(JsonObject order) throws InterruptedException, TimeoutException, IOException {
        List<byte[]> requests = new ArrayList<>();
        for (String body : Files.readAllLines(Path.of(order.getString("bodies")))) {
            requests.add(request(order, body));
        }
        Posts posts =
                new Posts(client, ports(order), requests, order.getString("expected"), order.getInteger("connections"));
        long nanos = posts.run();
        return new JsonObject()
                .put("requests", requests.size())
                .put("nanos", nanos)
                .put("p99", posts.nanosOf(0.99));
    }

    private static byte[] request(JsonObject order, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + order.getString("path") + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + order.getString("key") + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                + "\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[headBytes.length + bytes.length];
        System.arraycopy(headBytes, 0, request, 0, headBytes.length);
        System.arraycopy(bytes, 0, request, headBytes.length, bytes.length);
        return request;
    }

    private static List<Integer> ports(JsonObject order) {
        return order.getJsonArray("ports").stream().map(Integer.class::cast).toList();
    }
}
