package io.ws402.server.app;

import io.vertx.core.Vertx;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.Offering;
import java.time.Duration;

/**
 * A resource as a configuration has it.
 *
 * @param id its name in URLs
 * @param tariff what it costs
 * @param updateInterval how often its payers hear what they have used
 * @param kind what it is
 */
public record ResourceConfig(String id, Tariff tariff, Duration updateInterval, ResourceKind kind) {
    /** The resource as it is sold. */
    Offering offering(Vertx vertx, ServerConfig server) {
        return new Offering(id, tariff, updateInterval, () -> kind.make(vertx, server));
    }
}
