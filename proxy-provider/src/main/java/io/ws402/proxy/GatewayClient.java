package io.ws402.proxy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.proxy.GatewayReply.Missed;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends calls to the gateway: retries what is safe inside one deadline, and while the gateway does not answer at all, asks
 * it only now and then. Safe for use from any context; futures complete on the caller's.
 */
final class GatewayClient {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayClient.class);
    private static final int FAILURES_TO_OPEN = 5;
    private static final Duration OPEN_FOR = Duration.ofSeconds(2);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** Below the 5 s after which Node, where 0.1 gateways run, closes idle connections: none closes under a request. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

    /** A connection whose answer stopped coming, or is not read to its end, is closed so long after its call is over. */
    private static final Duration READ_IDLE_BEYOND = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final ProxyOptions options;
    private final Backoff backoff;
    private final LongSupplier nanos;
    private final WebClient http;
    private final CircuitBreaker breaker;

    GatewayClient(Vertx vertx, ProxyOptions options, RandomGenerator random, LongSupplier nanos) {
        this.vertx = vertx;
        this.options = options;
        this.backoff = new Backoff(random);
        this.nanos = nanos;
        this.http = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                        .setIdleTimeoutUnit(MILLISECONDS)
                        .setReadIdleTimeout(
                                (int) options.timeout().plus(READ_IDLE_BEYOND).toMillis())
                        .setUserAgentEnabled(false)
                        .setFollowRedirects(false),
                new PoolOptions()
                        .setHttp1MaxSize(options.maxConnections())
                        .setMaxWaitQueueSize(options.maxConnections()));
        this.breaker = CircuitBreaker.create(
                "gateway " + options.gatewayUrl(),
                vertx,
                new CircuitBreakerOptions()
                        .setTimeout(-1)
                        .setMaxFailures(FAILURES_TO_OPEN)
                        .setResetTimeout(OPEN_FOR.toMillis()));
        breaker.openHandler(v -> LOG.warn("{} does not answer; asking again every {}", options.gatewayUrl(), OPEN_FOR));
        breaker.closeHandler(v -> LOG.info("{} answers again", options.gatewayUrl()));
    }

    /**
     * Sends a call. Expected outcomes are replies; the future fails with a {@link GatewayException} for what no retry
     * mends.
     */
    Future<GatewayReply> send(GatewayCall call) {
        Duration whole = switch (call.pace()) {
            case NORMAL, PATIENT -> options.timeout();
            case SHORT -> options.attemptTimeout();
        };
        return attempt(call, 1, nanos.getAsLong() + whole.toNanos());
    }

    void close() {
        breaker.close();
        http.close();
    }

    private Future<GatewayReply> attempt(GatewayCall call, int number, long deadline) {
        return guarded(call, timeLeftMs(deadline)).compose(reply -> {
            boolean again = reply instanceof Missed missed && missed.again() && (missed.unsent() || call.repeatable());
            if (!again || number >= options.retryAttempts()) {
                return Future.succeededFuture(reply);
            }
            Missed missed = (Missed) reply;
            long pause = backoff.delayMs(number, missed.retryAfterMs());
            if (pause >= timeLeftMs(deadline)) {
                return Future.succeededFuture(reply);
            }
            LOG.debug("{}: {}; attempt {} in {} ms", call, missed.reason(), number + 1, pause);
            return vertx.timer(pause, MILLISECONDS).compose(v -> attempt(call, number + 1, deadline));
        });
    }

    private long timeLeftMs(long deadline) {
        return NANOSECONDS.toMillis(deadline - nanos.getAsLong());
    }

    /** The breaker counts attempts that the gateway did not answer; a refusal is an answer. */
    private Future<GatewayReply> guarded(GatewayCall call, long leftMs) {
        return breaker.<GatewayReply>execute(() -> once(call, leftMs).compose(reply -> {
                    boolean down = reply instanceof Missed missed
                            && (missed.problem() == null || missed.problem().status() != 429);
                    return down ? Future.failedFuture(new Down((Missed) reply)) : Future.succeededFuture(reply);
                }))
                .recover(failure -> switch (failure) {
                    case Down down -> Future.succeededFuture(down.missed);
                    case OpenCircuitException open ->
                        Future.succeededFuture(new Missed("the gateway does not answer", true, null, false));
                    default -> Future.failedFuture(failure);
                });
    }

    private Future<GatewayReply> once(GatewayCall call, long leftMs) {
        long patience = call.pace() == GatewayCall.Pace.PATIENT
                ? leftMs
                : Math.min(leftMs, options.attemptTimeout().toMillis());
        long most = Math.max(1, patience);
        HttpRequest<Buffer> request = http.requestAbs(call.method(), options.gatewayUrl() + call.path())
                .as(BoundedBody.upTo(options.maxAnswerBytes()))
                .idleTimeout(most);
        options.customHeaders().forEach(request::putHeader);
        request.putHeader(
                HttpHeaders.AUTHORIZATION.toString(),
                "Bearer " + options.apiKey().reveal());
        request.putHeader(HttpHeaders.ACCEPT.toString(), "application/json, " + GatewayApi.PROBLEM_JSON);
        request.putHeader(GatewayApi.PROVIDER, "proxy");
        if (!request.headers().contains(TraceParent.HEADER)) {
            request.putHeader(TraceParent.HEADER, TraceParent.fresh());
        }
        if (call.idempotencyKey() != null) {
            request.putHeader(GatewayApi.IDEMPOTENCY_KEY, call.idempotencyKey());
        }
        return sent(request, call)
                .timeout(most, MILLISECONDS)
                .transform(result -> result.succeeded()
                        ? Answers.read(call, result.result(), options)
                        : Answers.failed(call, result.cause()));
    }

    private static Future<HttpResponse<Buffer>> sent(HttpRequest<Buffer> request, GatewayCall call) {
        if (call.body() == null) {
            return request.send();
        }
        request.putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/json");
        return request.sendBuffer(call.body().toBuffer());
    }

    /** Carries a miss through the breaker, which counts failed futures. */
    private static final class Down extends RuntimeException {
        private final transient Missed missed;

        Down(Missed missed) {
            super(missed.reason(), null, false, false);
            this.missed = missed;
        }
    }
}
