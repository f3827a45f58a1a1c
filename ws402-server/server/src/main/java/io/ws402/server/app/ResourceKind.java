package io.ws402.server.app;

import io.vertx.core.Vertx;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Resource;
import io.ws402.server.resource.TickerResource;
import io.ws402.server.resource.upstream.UpstreamLimits;
import io.ws402.server.resource.upstream.UpstreamOptions;
import io.ws402.server.resource.upstream.UpstreamResource;
import java.time.Duration;

/** What a configured resource is, with the settings that only its kind has. */
public sealed interface ResourceKind {
    /** The resource; called once for each event loop, on that loop. */
    Resource make(Vertx vertx, ServerConfig server);

    /**
     * A made-up price several times a second.
     *
     * @param tickInterval between two ticks
     * @param seed decides its prices
     */
    record PriceTicker(Duration tickInterval, long seed) implements ResourceKind {
        @Override
        public Resource make(Vertx vertx, ServerConfig server) {
            return new TickerResource(vertx, tickInterval, seed);
        }
    }

    /**
     * A WebSocket service that stands elsewhere.
     *
     * @param options where, and what it is told
     */
    record Upstream(UpstreamOptions options) implements ResourceKind {
        @Override
        public Resource make(Vertx vertx, ServerConfig server) {
            UpstreamLimits limits = new UpstreamLimits(
                    server.limits().resourceOpen(),
                    server.limits().messageBytesMax(),
                    server.limits().sessionsMax(),
                    server.sessions().pingInterval(),
                    server.sessions().idleTimeout());
            return new UpstreamResource(vertx, options, limits);
        }
    }

    /** Sends back what it gets. */
    record Echo() implements ResourceKind {
        @Override
        public Resource make(Vertx vertx, ServerConfig server) {
            return new EchoResource();
        }
    }
}
