package io.ws402.gateway.app.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the HTTP server; its instances listen on one port. */
public final class HttpVerticle extends VerticleBase {
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(75);
    private static final int MAX_HEADER_BYTES = 16_384;

    private final String host;
    private final int port;
    private final Duration drainTimeout;
    private final Function<Vertx, Router> routes;
    private @Nullable HttpServer server;

    /**
     * @param port the port; a negative number lets the system choose one, the same for all that give this number
     * @param drainTimeout how long requests may go on when the verticle is undeployed
     */
    public HttpVerticle(String host, int port, Duration drainTimeout, Function<Vertx, Router> routes) {
        this.host = host;
        this.port = port;
        this.drainTimeout = drainTimeout;
        this.routes = routes;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout((int) IDLE_TIMEOUT.toSeconds())
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setHandle100ContinueAutomatically(true);
        return vertx.createHttpServer(options)
                .requestHandler(routes.apply(vertx))
                .listen()
                .onSuccess(listening -> server = listening);
    }

    /** Takes no more connections, and ends those there are once their requests are answered. */
    @Override
    public Future<?> stop() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(drainTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port it listens on; @throws IllegalStateException before it has started. */
    public int actualPort() {
        if (server == null) {
            throw new IllegalStateException("the HTTP server has not started");
        }
        return server.actualPort();
    }
}
