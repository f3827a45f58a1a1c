package io.ws402.server.resource;

import io.ws402.server.pricing.Tariff;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A resource as a server sells it.
 *
 * @param id its name in URLs: letters, digits, {@code . _ -}, at most 64
 * @param tariff what it costs
 * @param updateInterval how often its payers hear what they have used, 100 ms … 60 s
 * @param resource makes the resource, once for each event loop, on that loop
 */
public record Offering(String id, Tariff tariff, Duration updateInterval, Supplier<Resource> resource) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Set<String> TAKEN = Set.of("schema", "http", "sessions", "qr", "page");

    /** @throws IllegalArgumentException when the id or the update interval is not as above */
    public Offering {
        requireValid(id, updateInterval);
    }

    /** @throws IllegalArgumentException when the id or the update interval can not be those of an offering */
    public static void requireValid(String id, Duration updateInterval) {
        if (!ID.matcher(id).matches() || TAKEN.contains(id)) {
            throw new IllegalArgumentException("'" + id + "' can not name a resource: use letters, digits, dots, dashes"
                    + " and underscores, at most 64, and none of "
                    + TAKEN.stream().sorted().toList());
        }
        if (updateInterval.toMillis() < 100 || updateInterval.toMillis() > 60_000) {
            throw new IllegalArgumentException("the update interval must be 100ms … 60s, not " + updateInterval);
        }
    }
}
