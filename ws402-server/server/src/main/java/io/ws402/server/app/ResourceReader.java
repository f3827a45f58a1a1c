package io.ws402.server.app;

import io.ws402.protocol.config.Config;
import io.ws402.protocol.config.ConfigEntry;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.config.ConfigItems;
import io.ws402.protocol.config.ConfigKey;
import io.ws402.protocol.config.ConfigSection;
import io.ws402.server.pricing.Rates;
import io.ws402.server.resource.Offering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code resources}, and refuses what can not be sold. */
final class ResourceReader {
    private static final String TICKER = "ticker";
    private static final String UPSTREAM = "upstream";
    private static final String FILE = "file";
    private static final String HTTP = "http";
    private static final Duration TICK_INTERVAL = Duration.ofMillis(250);
    private static final long SEED = 402;

    /** The keys that mean something for some kinds alone; all others are for every kind. */
    private static final Map<String, List<ConfigEntry>> OWN_KEYS = Map.of(
            TICKER,
            List.of(ResourceKeys.TICK_INTERVAL, ResourceKeys.SEED),
            UPSTREAM,
            List.of(
                    ResourceKeys.SUBPROTOCOLS,
                    ResourceKeys.FORWARDED_HEADERS,
                    ResourceKeys.SET_HEADERS,
                    ResourceKeys.FORWARD_QUERY,
                    ResourceKeys.TRUST),
            FILE,
            List.of(ResourceKeys.CONTENT_TYPE),
            HTTP,
            List.of(
                    ResourceKeys.METHODS,
                    ResourceKeys.FORWARDED_HEADERS,
                    ResourceKeys.SET_HEADERS,
                    ResourceKeys.FORWARD_QUERY,
                    ResourceKeys.TRUST));

    /** By which key a resource says what it is. */
    private static final SequencedMap<String, ConfigKey<?>> KINDS = kinds();

    private ResourceReader() {}

    /** @throws ConfigException naming key and remedy of what is refused */
    static List<ResourceConfig> read(Config config) {
        Rates rates = PriceReader.rates(config);
        List<ResourceConfig> resources = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Config item : config.items(ResourceKeys.RESOURCES)) {
            ResourceConfig resource = resource(item, rates);
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

    /** What is wrong with what was read, and yet can be sold; each a sentence. */
    static List<String> warnings(Config config) {
        Rates rates = PriceReader.rates(config);
        return config.items(ResourceKeys.RESOURCES).stream()
                .flatMap(item -> PriceReader.warnings(item, rates).stream())
                .toList();
    }

    private static ResourceConfig resource(Config item, Rates rates) {
        String id = item.get(ResourceKeys.ID);
        Duration updateInterval = item.get(ResourceKeys.UPDATE_INTERVAL);
        try {
            Offering.requireValid(id, updateInterval);
        } catch (IllegalArgumentException e) {
            throw item.refuse(ResourceKeys.ID, "is refused: " + e.getMessage(), "Correct it.");
        }
        return new ResourceConfig(id, PriceReader.tariff(item, rates), updateInterval, kind(item));
    }

    private static SequencedMap<String, ConfigKey<?>> kinds() {
        SequencedMap<String, ConfigKey<?>> kinds = new LinkedHashMap<>();
        kinds.put("resource", ResourceKeys.RESOURCE);
        kinds.put(UPSTREAM, ResourceKeys.UPSTREAM);
        kinds.put(FILE, ResourceKeys.FILE);
        kinds.put(HTTP, ResourceKeys.HTTP);
        return kinds;
    }

    private static ResourceKind kind(Config item) {
        List<String> said = KINDS.entrySet().stream()
                .filter(kind -> item.find(kind.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .toList();
        if (said.isEmpty()) {
            throw item.refuse(
                    ResourceKeys.RESOURCE,
                    "is missing, and so are upstream, file and http",
                    "Say what is sold by one of them.");
        }
        if (said.size() > 1) {
            throw item.refuse(
                    Objects.requireNonNull(KINDS.get(said.get(1))),
                    "stands beside " + said.getFirst(),
                    "Say what is sold by one of them alone.");
        }
        String kind = item.find(ResourceKeys.RESOURCE).orElse(said.getFirst());
        refuseForeignKeys(item, kind);
        if (kind.equals(FILE) || kind.equals(HTTP)) {
            PriceReader.refuseTraffic(item);
        }
        return switch (kind) {
            case TICKER -> ticker(item);
            case UPSTREAM -> UpstreamReader.read(item);
            case FILE -> HttpReader.file(item);
            case HTTP -> HttpReader.service(item);
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
        List<ConfigEntry> own = OWN_KEYS.getOrDefault(kind, List.of());
        OWN_KEYS.values().stream().flatMap(List::stream).distinct().forEach(key -> {
            if (!own.contains(key) && isGiven(item, key)) {
                throw item.refuse(
                        key,
                        "means nothing here: it is for a resource that is " + owners(key) + ", and this is " + kind,
                        "Remove it, or change what the resource is.");
            }
        });
    }

    private static String owners(ConfigEntry key) {
        return OWN_KEYS.entrySet().stream()
                .filter(kind -> kind.getValue().contains(key))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(" or "));
    }

    private static boolean isGiven(Config item, ConfigEntry entry) {
        return switch (entry) {
            case ConfigKey<?> key -> item.find(key).isPresent();
            case ConfigItems items -> !item.items(items).isEmpty();
            case ConfigSection section -> !item.section(section).isEmpty();
        };
    }
}
