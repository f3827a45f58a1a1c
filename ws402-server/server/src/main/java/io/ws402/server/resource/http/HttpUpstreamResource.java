package io.ws402.server.resource.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.ws402.protocol.gateway.Problem;
import io.ws402.server.resource.HttpExchange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another HTTP service, asked in the payer's name by a reverse proxy: payers neither see where it is nor reach anything of
 * it but what is under its path. Bodies pass through with back-pressure both ways.
 */
public final class HttpUpstreamResource extends HeldOpen {
    private static final Logger LOG = LoggerFactory.getLogger(HttpUpstreamResource.class);

    /** Of the payer's headers, besides those that are configured: content, conditions, ranges. */
    private static final List<String> HANDED_ON = List.of(
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Content-Encoding",
            "Content-Type",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "If-Unmodified-Since",
            "Range");

    private static final String SESSION = "X-WS402-Session";
    private static final int CONNECTIONS_MOST = 256;

    private final HttpUpstream options;
    private final HttpUpstreamLimits limits;
    private final HttpClient client;

    /** A service to sell on one event loop. */
    public HttpUpstreamResource(Vertx vertx, HttpUpstream options, HttpUpstreamLimits limits) {
        this.options = options;
        this.limits = limits;
        HttpClientOptions transport = new HttpClientOptions()
                .setSsl(options.address().tls())
                .setVerifyHost(true)
                .setConnectTimeout((int) limits.answerWithin().toMillis())
                .setReadIdleTimeout(Math.toIntExact(Math.max(1, limits.stuck().toSeconds())));
        if (options.trust() != null) {
            transport.setTrustOptions(new PemTrustOptions().addCertPath(options.trust()));
        }
        client = vertx.createHttpClient(
                transport, new PoolOptions().setHttp1MaxSize(CONNECTIONS_MOST).setMaxWaitQueueSize(CONNECTIONS_MOST));
    }

    @Override
    public List<String> methods() {
        return options.methods();
    }

    @Override
    public Optional<JsonObject> info() {
        return Optional.of(new JsonObject().put("kind", "http"));
    }

    @Override
    public void answer(HttpExchange exchange) {
        HttpServerRequest request = exchange.request();
        Optional<String> path = UpstreamPath.of(options.address().path(), exchange.path());
        if (path.isEmpty()) {
            exchange.refuse(Problem.of(
                    400,
                    "invalid_path",
                    "Bad path",
                    "Write the path plainly, without dot segments or encoded slashes."));
            return;
        }
        String uri = path.get() + query(request);
        RequestOptions asked = new RequestOptions()
                .setMethod(request.method())
                .setHost(options.address().host())
                .setPort(options.address().port())
                .setURI(uri)
                .setConnectTimeout(limits.answerWithin().toMillis());
        client.request(asked)
                .compose(upstream -> ask(exchange, upstream))
                .onSuccess(response -> answer(exchange, response, uri))
                .onFailure(fault -> {
                    LOG.warn("The upstream {} did not answer: {}", options.address(), String.valueOf(fault));
                    exchange.refuse(unavailable(fault));
                });
    }

    private String query(HttpServerRequest request) {
        String own = options.address().query();
        String payers = options.forwardQuery() ? request.query() : null;
        String joined =
                (own == null ? "" : own) + (own == null || payers == null ? "" : "&") + (payers == null ? "" : payers);
        return joined.isEmpty() ? "" : "?" + joined;
    }

    private Future<HttpClientResponse> ask(HttpExchange exchange, HttpClientRequest upstream) {
        // What fails shows in the response; what is reset failed for a reason that is known.
        upstream.exceptionHandler(fault -> {});
        exchange.whenOver(upstream::reset);
        copyHeaders(exchange, upstream.headers());
        Future<HttpClientResponse> response = upstream.response()
                .map(answer -> {
                    // Until somebody wants its body: it could begin before there is a handler for it.
                    return answer.exceptionHandler(fault -> {}).pause();
                })
                .timeout(limits.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
        BoundedBody.of(exchange, limits.bodyBytesMax()).to(upstream);
        return response;
    }

    private void copyHeaders(HttpExchange exchange, MultiMap to) {
        MultiMap payers = exchange.request().headers();
        for (String name : HANDED_ON) {
            to.add(name, payers.getAll(name));
        }
        for (String name : options.headers().forward()) {
            to.remove(name);
            to.add(name, payers.getAll(name));
        }
        options.headers().set().forEach((name, value) -> to.set(name, value.reveal()));
        to.set(SESSION, exchange.sessionId());
    }

    private void answer(HttpExchange exchange, HttpClientResponse response, String uri) {
        if (exchange.isOver()) {
            return;
        }
        if (!UpstreamAnswer.copyHead(response, exchange, options.address(), uri)) {
            LOG.warn("The upstream {} redirects out of its path", options.address());
            response.request().reset();
            exchange.refuse(Problem.of(
                    502,
                    "upstream_redirects",
                    "Sent elsewhere",
                    "The service behind it leads to where you may not go."));
            return;
        }
        long length = length(response);
        boolean bodiless = exchange.request().method().equals(HttpMethod.HEAD)
                || response.statusCode() == 204
                || response.statusCode() == 304;
        if (length >= 0) {
            exchange.response().putHeader("Content-Length", Long.toString(length));
        }
        if (bodiless) {
            response.resume();
            exchange.end();
        } else {
            exchange.send(response, length, () -> {});
        }
    }

    /** As it says, or −1; one that is no number is not handed on. */
    private static long length(HttpClientResponse response) {
        String length = response.getHeader("Content-Length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
    }

    private static Problem unavailable(Throwable fault) {
        return fault instanceof TimeoutException
                ? Problem.of(504, "upstream_timeout", "No answer in time", "The service behind it is slow. Try again.")
                : Problem.of(502, "upstream_unavailable", "No answer", "The service behind it is not there now.");
    }
}
