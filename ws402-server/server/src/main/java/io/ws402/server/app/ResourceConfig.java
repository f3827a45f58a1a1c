package io.ws402.server.app;

import io.vertx.core.Vertx;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Offering;
import io.ws402.server.resource.Resource;
import io.ws402.server.resource.TickerResource;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A built-in resource as a configuration has it.
 *
 * @param id its name in URLs
 * @param kind which one
 * @param tariff what it costs
 * @param updateInterval how often its payers hear what they have used
 * @param tickInterval between two ticks of a ticker
 * @param seed decides a ticker's prices
 */
public record ResourceConfig(
        String id, Kind kind, Tariff tariff, Duration updateInterval, Duration tickInterval, long seed) {
    /** The resources that come with the server. */
    public enum Kind {
        /** A made-up price several times a second. */
        TICKER,
        /** Sends back what it gets. */
        ECHO
    }

    /** The resource as it is sold. */
    Offering offering(Vertx vertx) {
        Supplier<Resource> resource = switch (kind) {
            case TICKER -> () -> new TickerResource(vertx, tickInterval, seed);
            case ECHO -> EchoResource::new;
        };
        return new Offering(id, tariff, updateInterval, resource);
    }
}
