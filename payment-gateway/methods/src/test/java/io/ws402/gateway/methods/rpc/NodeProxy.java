package io.ws402.gateway.methods.rpc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A node's endpoint with something between it and its clients that can go wrong. Counts calls. */
public final class NodeProxy implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI node;
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Behaviour behaviour = this::forward;

    /** What to do with a call. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(HttpExchange exchange, JsonObject request) throws IOException;
    }

    /** In front of the node at this URL; behaves at first. */
    public NodeProxy(String nodeUrl) {
        this.node = URI.create(nodeUrl);
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where clients call; the path stands for a secret that many providers put there. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v2/SECRET-KEY";
    }

    public int calls(String method) {
        return calls.getOrDefault(method, 0);
    }

    /** From now on it does as the node does. */
    public void behave() {
        behaviour = this::forward;
    }

    /** From now on it answers every call with this status and text. */
    public void answer(int status, String body) {
        behaviour = (exchange, request) -> send(exchange, status, Buffer.buffer(body));
    }

    /** From now on nothing listens here. */
    public void goDown() {
        server.stop(0);
    }

    /** From now on it never answers. */
    public void hang() {
        behaviour = (exchange, request) -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** From now on it takes its time. */
    public void delay(Duration delay) {
        behaviour = (exchange, request) -> {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            forward(exchange, request);
        };
    }

    /** How many calls were under way at once at most. */
    public int callsAtOnce() {
        return mostUnderWay.get();
    }

    /** From now on the node's answers to one method are changed. */
    public void change(String method, UnaryOperator<JsonObject> change) {
        change(Map.of(method, change));
    }

    /** The same of several methods. */
    public void change(Map<String, UnaryOperator<JsonObject>> changes) {
        behaviour = (exchange, request) -> {
            JsonObject answer = new JsonObject(ask(request));
            UnaryOperator<JsonObject> change =
                    changes.getOrDefault(request.getString("method"), UnaryOperator.identity());
            send(exchange, 200, change.apply(answer).toBuffer());
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonObject request =
                new JsonObject(Buffer.buffer(exchange.getRequestBody().readAllBytes()));
        calls.merge(request.getString("method"), 1, Integer::sum);
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            behaviour.answer(exchange, request);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void forward(HttpExchange exchange, JsonObject request) throws IOException {
        send(exchange, 200, ask(request));
    }

    private Buffer ask(JsonObject request) throws IOException {
        try {
            return Buffer.buffer(client.send(
                            HttpRequest.newBuilder(node)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(request.encode()))
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, Buffer body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length());
            exchange.getResponseBody().write(body.getBytes());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
