package io.ws402.server.socket;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of a program that embeds the server: counts the connections that Vert.x thinks are open. */
final class OpenConnections implements HttpServerMetrics<String, String, String> {
    private final AtomicInteger open = new AtomicInteger();

    /** A Vert.x that is measured so. */
    Vertx vertx() {
        return Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
                .withMetrics(options -> new VertxMetrics() {
                    @Override
                    public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
                            HttpServerOptions server, SocketAddress address) {
                        return OpenConnections.this;
                    }
                })
                .build();
    }

    int open() {
        return open.get();
    }

    @Override
    public String connected(SocketAddress peer, String peerName) {
        open.incrementAndGet();
        return peerName;
    }

    @Override
    public void disconnected(String connection, SocketAddress peer) {
        open.decrementAndGet();
    }
}
