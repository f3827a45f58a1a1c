package io.ws402.server.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.rate.Rate;
import io.ws402.server.app.ServerConfig;
import io.ws402.server.app.Ws402Server;
import io.ws402.server.http.RateLimits;
import io.ws402.server.http.SocketLimits;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Offering;
import io.ws402.server.resource.Resource;
import io.ws402.server.session.SessionRules;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server on a free port before a {@link FakeProvider}, and clients for it. */
public final class TestServer implements AutoCloseable {
    /** What the resources cost. */
    public static final PricePlan PLAN = PricePlan.perSecond(BigInteger.valueOf(1_000), 3_600);

    /** Rates for tests that connect more often than a payer would. */
    public static final RateLimits ANY_RATE = anyRate(Rate.parse("1000000/s burst 1000000"));

    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider provider;
    private final Ws402Server server;
    // Held, because a client that nobody holds closes its connections when it is collected.
    private final WebSocketClient clients = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxFrameSize(256 * 1024)
            .setMaxMessageSize(4 * 1024 * 1024)
            .setMaxConnections(1_000)
            .setClosingTimeout(1));
    private final HttpClient http = vertx.createHttpClient();
    private int port;

    private TestServer(FakeProvider provider, ServerConfig config) {
        this.provider = provider;
        this.server = Ws402Server.create(vertx, config.listeningOn("127.0.0.1", 0), provider);
    }

    /** A server with short intervals that sells {@code echo}. */
    public static TestServer start() {
        return start(new FakeProvider(), config -> config);
    }

    /** The same with another configuration and provider. */
    public static TestServer start(FakeProvider provider, UnaryOperator<ServerConfig> change) {
        ServerConfig config =
                ServerConfig.DEFAULTS.withEventLoops(2).withSessions(rules()).withDrainTimeout(Duration.ofSeconds(5));
        TestServer server = new TestServer(provider, change.apply(config));
        server.server.offer(offering("echo", new EchoResource()));
        return server;
    }

    /** Short intervals. */
    public static SessionRules rules() {
        return new SessionRules(
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                List.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30));
    }

    /** The default limits. */
    public static SocketLimits limits() {
        return SocketLimits.DEFAULTS;
    }

    /** The default limits at {@link #ANY_RATE}. */
    public static SocketLimits limitsAtAnyRate() {
        SocketLimits limits = limits();
        return new SocketLimits(
                limits.firstMessage(),
                limits.keepAlive(),
                limits.verify(),
                limits.resourceOpen(),
                limits.stuck(),
                limits.frameBytesMax(),
                limits.messageBytesMax(),
                limits.sendQueueBytesMax(),
                limits.droppedMax(),
                limits.unpaidMax(),
                limits.unpaidPerAddressMax(),
                limits.sessionsMax(),
                ANY_RATE,
                limits.httpPerSession());
    }

    private static RateLimits anyRate(Rate any) {
        return new RateLimits(any, any, any, any, any);
    }

    /** Sells a resource with usage updates every 100 ms. */
    public static Offering offering(String id, Resource resource) {
        return new Offering(id, Tariff.of(PLAN), Duration.ofMillis(100), () -> resource);
    }

    /** Sells this too. */
    public TestServer offer(Offering offering) {
        server.offer(offering);
        return this;
    }

    /** Listens. */
    public TestServer listen() {
        port = await(server.start());
        return this;
    }

    /** Drains and stops. */
    public void stop() {
        await(server.stop());
    }

    /** The gateway behind it. */
    public FakeProvider provider() {
        return provider;
    }

    /** The clients' Vert.x, which is the server's. */
    public Vertx vertx() {
        return vertx;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** A payment for a resource, as its schema would have quoted it. */
    public String paid(String resourceId, long amount) {
        return paid(resourceId, amount, PLAN);
    }

    /** A payment under another plan. */
    public String paid(String resourceId, long amount, PricePlan plan) {
        return provider.paid(new QuoteRequest(resourceId, BigInteger.valueOf(amount), 10, plan, null, null, null));
    }

    /** Connects to a resource. */
    public Payer connect(String resourceId) {
        return connect(new WebSocketConnectOptions().setURI("/ws402/" + resourceId));
    }

    /** Connects as the options say. */
    public Payer connect(WebSocketConnectOptions options) {
        return await(tryConnect(options));
    }

    /** Connects as the options say, or fails. */
    public Future<Payer> tryConnect(WebSocketConnectOptions options) {
        Payer payer = new Payer(clients.webSocket());
        return payer.connect(options.setHost("127.0.0.1").setPort(port));
    }

    /** Connects, pays and waits for the session. */
    public Payer open(String resourceId, long amount) throws InterruptedException {
        Payer payer = connect(resourceId).prove(paid(resourceId, amount));
        payer.await("session_started");
        return payer;
    }

    /** The answer to a GET. */
    public Answer get(String uri, String... headers) {
        return request(HttpMethod.GET, uri, headers);
    }

    /** The answer to any request without a body. */
    public Answer request(HttpMethod method, String uri, String... headers) {
        return request(method, uri, Buffer.buffer(), headers);
    }

    /** The answer to a POST. */
    public Answer post(String uri, Buffer body, String... headers) {
        return request(HttpMethod.POST, uri, body, headers);
    }

    private Answer request(HttpMethod method, String uri, Buffer body, String... headers) {
        return await(http.request(method, port, "127.0.0.1", uri).compose(request -> {
            for (int i = 0; i < headers.length; i += 2) {
                request.putHeader(headers[i], headers[i + 1]);
            }
            // On the request's own thread: a body that is asked for later may have passed already.
            return (body.length() == 0 ? request.send() : request.send(body))
                    .compose(response -> response.body().map(all -> new Answer(response, all)));
        }));
    }

    /** An answer with its body. */
    public record Answer(HttpClientResponse response, Buffer body) {
        /** The status. */
        public int status() {
            return response.statusCode();
        }

        /** The body as JSON. */
        public JsonObject json() {
            return body.toJsonObject();
        }

        /** A header, or null. */
        public @Nullable String header(String name) {
            return response.getHeader(name);
        }
    }

    /** Waits for a future. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("did not complete", e);
        }
    }

    /** Waits for a future to fail. */
    public static Throwable failure(Future<?> future) {
        return await(future.transform(
                done -> done.failed() ? Future.succeededFuture(done.cause()) : Future.failedFuture("it did not fail")));
    }

    /** Waits until something is so. */
    public static void until(BooleanSupplier condition, String what) throws InterruptedException {
        for (int attempt = 0; attempt < 2_000; attempt++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("never came: " + what);
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
