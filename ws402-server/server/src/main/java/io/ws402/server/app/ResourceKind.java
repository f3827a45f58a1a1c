package io.ws402.server.app;

import io.vertx.core.Vertx;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Resource;
import io.ws402.server.resource.TickerResource;
import io.ws402.server.resource.http.FileResource;
import io.ws402.server.resource.http.HttpUpstream;
import io.ws402.server.resource.http.HttpUpstreamLimits;
import io.ws402.server.resource.http.HttpUpstreamResource;
import io.ws402.server.resource.upstream.UpstreamLimits;
import io.ws402.server.resource.upstream.UpstreamOptions;
import io.ws402.server.resource.upstream.UpstreamResource;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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

    /**
     * A file, handed out over HTTP.
     *
     * @param path where it is
     * @param contentType its media type, or null to go by its name
     */
    record HttpFile(Path path, @Nullable String contentType) implements ResourceKind {
        @Override
        public Resource make(Vertx vertx, ServerConfig server) {
            return new FileResource(vertx, path, contentType);
        }
    }

    /**
     * An HTTP service that stands elsewhere.
     *
     * @param service where, and what it is told
     */
    record HttpService(HttpUpstream service) implements ResourceKind {
        @Override
        public Resource make(Vertx vertx, ServerConfig server) {
            HttpUpstreamLimits limits = new HttpUpstreamLimits(
                    server.limits().resourceOpen(),
                    server.limits().stuck(),
                    server.limits().messageBytesMax());
            return new HttpUpstreamResource(vertx, service, limits);
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
