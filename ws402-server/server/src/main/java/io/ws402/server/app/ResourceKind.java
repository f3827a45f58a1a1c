package io.ws402.server.app;

import io.vertx.core.Vertx;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Resource;
import io.ws402.server.resource.TickerResource;
import java.time.Duration;

/** What a configured resource is, with the settings that only its kind has. */
public sealed interface ResourceKind {
    /** The resource; called once for each event loop, on that loop. */
    Resource make(Vertx vertx);

    /**
     * A made-up price several times a second.
     *
     * @param tickInterval between two ticks
     * @param seed decides its prices
     */
    record PriceTicker(Duration tickInterval, long seed) implements ResourceKind {
        @Override
        public Resource make(Vertx vertx) {
            return new TickerResource(vertx, tickInterval, seed);
        }
    }

    /** Sends back what it gets. */
    record Echo() implements ResourceKind {
        @Override
        public Resource make(Vertx vertx) {
            return new EchoResource();
        }
    }
}
