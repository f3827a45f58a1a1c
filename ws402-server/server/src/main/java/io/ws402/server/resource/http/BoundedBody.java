package io.ws402.server.resource.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.ws402.protocol.gateway.Problem;
import io.ws402.server.resource.HttpExchange;

/** A payer's request body on its way to an upstream, no longer than is allowed. */
final class BoundedBody {
    private final HttpExchange exchange;
    private final long bytesMax;
    private long bytes;

    private BoundedBody(HttpExchange exchange, long bytesMax) {
        this.exchange = exchange;
        this.bytesMax = bytesMax;
    }

    static BoundedBody of(HttpExchange exchange, long bytesMax) {
        return new BoundedBody(exchange, bytesMax);
    }

    /** Hands it on, reading no faster than the upstream does; a body with GET or HEAD means nothing and is dropped. */
    void to(HttpClientRequest upstream) {
        HttpServerRequest request = exchange.request();
        boolean bodiless =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (bodiless || request.isEnded()) {
            upstream.end();
            return;
        }
        upstream.setChunked(true);
        request.handler(chunk -> pass(chunk, upstream));
        request.endHandler(nothing -> upstream.end());
        request.resume();
    }

    private void pass(Buffer chunk, HttpClientRequest upstream) {
        bytes += chunk.length();
        if (bytes > bytesMax) {
            exchange.refuse(Problem.of(413, "body_too_large", "Too long", "The body may have " + bytesMax + " bytes."));
            return;
        }
        upstream.write(chunk);
        if (upstream.writeQueueFull()) {
            exchange.request().pause();
            upstream.drainHandler(nothing -> exchange.request().resume());
        }
    }
}
