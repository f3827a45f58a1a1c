package io.ws402.server.app;

import io.ws402.protocol.config.Config;
import io.ws402.protocol.config.ConfigEntry;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.config.ConfigItems;
import io.ws402.protocol.config.ConfigKey;
import io.ws402.protocol.config.ConfigSection;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.Offering;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code resources}, and refuses what can not be sold. */
final class ResourceReader {
    private static final String TICKER = "ticker";
    private static final String UPSTREAM = "upstream";
    private static final Duration TICK_INTERVAL = Duration.ofMillis(250);
    private static final long SEED = 402;

    /** The keys that mean something for one kind alone; all others are for every kind. */
    private static final Map<String, List<ConfigEntry>> OWN_KEYS = Map.of(
            TICKER,
            List.of(ResourceKeys.TICK_INTERVAL, ResourceKeys.SEED),
            UPSTREAM,
            List.of(
                    ResourceKeys.SUBPROTOCOLS,
                    ResourceKeys.FORWARDED_HEADERS,
                    ResourceKeys.SET_HEADERS,
                    ResourceKeys.FORWARD_QUERY,
                    ResourceKeys.TRUST));

    private ResourceReader() {}

    /** @throws ConfigException naming key and remedy of what is refused */
    static List<ResourceConfig> read(Config config) {
        List<ResourceConfig> resources = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Config item : config.items(ResourceKeys.RESOURCES)) {
            ResourceConfig resource = resource(item);
            if (!ids.add(resource.id())) {
                throw item.refuse(
                        ResourceKeys.ID, "is the id of two resources: " + resource.id(), "Give each its own.");
            }
            resources.add(resource);
        }
        if (resources.isEmpty()) {
            throw config.refuse(
                    ResourceKeys.RESOURCES, "names nothing to sell", "Add one; config/server.yaml shows how.");
        }
        return resources;
    }

    private static ResourceConfig resource(Config item) {
        String id = item.get(ResourceKeys.ID);
        Duration updateInterval = item.get(ResourceKeys.UPDATE_INTERVAL);
        try {
            Offering.requireValid(id, updateInterval);
        } catch (IllegalArgumentException e) {
            throw item.refuse(ResourceKeys.ID, "is refused: " + e.getMessage(), "Correct it.");
        }
        return new ResourceConfig(id, tariff(item), updateInterval, kind(item));
    }

    private static ResourceKind kind(Config item) {
        boolean upstream = item.find(ResourceKeys.UPSTREAM).isPresent();
        String builtIn = item.find(ResourceKeys.RESOURCE).orElse(null);
        if (upstream == (builtIn != null)) {
            throw item.refuse(
                    upstream ? ResourceKeys.UPSTREAM : ResourceKeys.RESOURCE,
                    upstream ? "stands beside resource" : "is missing, and so is upstream",
                    "Say what is sold by one of the two.");
        }
        String kind = builtIn == null ? UPSTREAM : builtIn;
        refuseForeignKeys(item, kind);
        return switch (kind) {
            case TICKER -> ticker(item);
            case UPSTREAM -> UpstreamReader.read(item);
            default -> new ResourceKind.Echo();
        };
    }

    private static ResourceKind ticker(Config item) {
        Duration interval = item.find(ResourceKeys.TICK_INTERVAL).orElse(TICK_INTERVAL);
        if (interval.isZero()) {
            throw item.refuse(ResourceKeys.TICK_INTERVAL, "is zero", "Make it longer.");
        }
        return new ResourceKind.PriceTicker(
                interval, item.find(ResourceKeys.SEED).orElse(SEED));
    }

    private static void refuseForeignKeys(Config item, String kind) {
        OWN_KEYS.forEach((owner, keys) -> {
            for (ConfigEntry key : keys) {
                if (!owner.equals(kind) && isGiven(item, key)) {
                    throw item.refuse(
                            key,
                            "means nothing here: it is for a resource that is " + owner + ", and this is " + kind,
                            "Remove it, or change what the resource is.");
                }
            }
        });
    }

    private static boolean isGiven(Config item, ConfigEntry entry) {
        return switch (entry) {
            case ConfigKey<?> key -> item.find(key).isPresent();
            case ConfigItems items -> !item.items(items).isEmpty();
            case ConfigSection section -> !item.section(section).isEmpty();
        };
    }

    private static Tariff tariff(Config item) {
        Duration longest = item.get(ResourceKeys.MAX_SESSION_DURATION);
        if (longest.toSeconds() < 1) {
            throw item.refuse(ResourceKeys.MAX_SESSION_DURATION, "is less than a second", "Make it longer.");
        }
        List<Tariff.Price> prices = item.items(ResourceKeys.PRICES).stream()
                .map(price -> price(price, longest.toSeconds()))
                .toList();
        if (prices.isEmpty()) {
            throw item.refuse(
                    ResourceKeys.PRICES, "is missing or empty", "Add one: - { asset: USDC, pricePerSecond: 100 }");
        }
        return new Tariff(prices);
    }

    private static Tariff.Price price(Config price, long longestSeconds) {
        BigInteger perSecond = price.get(ResourceKeys.PER_SECOND);
        BigInteger perMegabyte = price.get(ResourceKeys.PER_MEGABYTE);
        BigInteger perMessage = price.get(ResourceKeys.PER_MESSAGE);
        if (perSecond.signum() == 0) {
            // A quote is for a number of seconds: without a price for them it would ask for nothing.
            throw price.refuse(
                    ResourceKeys.PER_SECOND, "is 0 or missing", "Give what a second costs, 1 smallest unit or more.");
        }
        return new Tariff.Price(
                price.find(ResourceKeys.PRICE_METHOD).orElse(null),
                price.find(ResourceKeys.PRICE_ASSET).orElse(null),
                new PricePlan(perSecond, perMegabyte, perMessage, longestSeconds));
    }
}
