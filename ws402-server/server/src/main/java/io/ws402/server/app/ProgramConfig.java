package io.ws402.server.app;

import io.ws402.protocol.config.Config;
import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.config.ConfigEntry;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.config.ConfigKey;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.proxy.ProxyOptions;
import io.ws402.server.http.SocketLimits;
import io.ws402.server.http.TrustedProxies;
import io.ws402.server.http.WebPolicy;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.Offering;
import io.ws402.server.session.SessionRules;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the runnable server reads from its file and environment.
 *
 * @param server how it runs
 * @param gateway how it reaches its gateway
 */
public record ProgramConfig(ServerConfig server, ProxyOptions gateway) {
    /** @throws ConfigException saying everything that is wrong with it */
    public static ProgramConfig of(ConfigDocument document) {
        Config config = document.check(ServerKeys.ALL);
        String gatewayUrl = config.get(ServerKeys.GATEWAY_URL);
        ProxyOptions gateway = new ProxyOptions(
                gatewayUrl,
                config.get(ServerKeys.GATEWAY_API_KEY),
                positive(config, ServerKeys.GATEWAY_TIMEOUT),
                whole(config, ServerKeys.GATEWAY_RETRY_ATTEMPTS, 1),
                Map.of(),
                positive(config, ServerKeys.GATEWAY_ATTEMPT_TIMEOUT),
                ProxyOptions.of(gatewayUrl, "").maxConnections(),
                ProxyOptions.of(gatewayUrl, "").maxAnswerBytes());
        return new ProgramConfig(
                new ServerConfig(
                        config.get(ServerKeys.HOST),
                        config.get(ServerKeys.PORT),
                        whole(config, ServerKeys.EVENT_LOOPS, 0),
                        config.get(ServerKeys.DRAIN_TIMEOUT),
                        gatewayUrl,
                        rules(config),
                        limits(config),
                        policy(config),
                        resources(config)),
                gateway);
    }

    private static SessionRules rules(Config config) {
        if (positive(config, ServerKeys.OUTAGE_GRACE).compareTo(positive(config, ServerKeys.CHECKPOINT_INTERVAL))
                <= 0) {
            throw config.refuse(
                    ServerKeys.OUTAGE_GRACE,
                    "is not longer than sessions.checkpointInterval, so that no session would live",
                    "Make it several checkpoints long.");
        }
        if (positive(config, ServerKeys.IDLE_TIMEOUT).compareTo(positive(config, ServerKeys.PING_INTERVAL)) <= 0) {
            throw config.refuse(
                    ServerKeys.IDLE_TIMEOUT,
                    "is not longer than sessions.pingInterval, so that nobody could answer a ping in time",
                    "Make it two pings long or more.");
        }
        return new SessionRules(
                config.get(ServerKeys.CHECKPOINT_INTERVAL),
                config.get(ServerKeys.OUTAGE_GRACE),
                config.get(ServerKeys.PING_INTERVAL),
                config.get(ServerKeys.IDLE_TIMEOUT),
                config.get(ServerKeys.PAUSE_MAX),
                config.get(ServerKeys.BALANCE_LOW_AT).stream()
                        .sorted(Comparator.reverseOrder())
                        .toList(),
                positive(config, ServerKeys.SETTLE_ANSWER_WAIT),
                config.get(ServerKeys.REPORT_RETRY_FOR));
    }

    private static SocketLimits limits(Config config) {
        return new SocketLimits(
                positive(config, ServerKeys.FIRST_MESSAGE),
                positive(config, ServerKeys.KEEP_ALIVE),
                positive(config, ServerKeys.VERIFY),
                positive(config, ServerKeys.RESOURCE_OPEN),
                positive(config, ServerKeys.STUCK),
                whole(config, ServerKeys.FRAME_BYTES, 1_024),
                whole(config, ServerKeys.MESSAGE_BYTES, 1_024),
                whole(config, ServerKeys.SEND_QUEUE_BYTES, 1_024),
                whole(config, ServerKeys.DROPPED_MESSAGES, 0),
                whole(config, ServerKeys.UNPAID_SOCKETS, 1),
                whole(config, ServerKeys.UNPAID_SOCKETS_PER_ADDRESS, 1),
                whole(config, ServerKeys.SESSIONS, 1));
    }

    private static WebPolicy policy(Config config) {
        TrustedProxies proxies;
        try {
            proxies = TrustedProxies.of(config.get(ServerKeys.TRUSTED_PROXIES));
        } catch (IllegalArgumentException e) {
            throw refuse(config, ServerKeys.TRUSTED_PROXIES, e, "List addresses and blocks.");
        }
        String hash = config.find(ServerKeys.OPERATOR_KEY_HASH).orElse(null);
        if (hash != null && !hash.matches("[0-9a-fA-F]{64}")) {
            throw config.refuse(
                    ServerKeys.OPERATOR_KEY_HASH,
                    "is not the hexadecimal form of a SHA-256 hash",
                    "Make one: printf %s \"$KEY\" | sha256sum");
        }
        return new WebPolicy(
                config.find(ServerKeys.PUBLIC_URL).orElse(null), proxies, config.get(ServerKeys.ALLOWED_ORIGINS), hash);
    }

    private static List<ResourceConfig> resources(Config config) {
        List<ResourceConfig> resources = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Config item : config.items(ServerKeys.RESOURCES)) {
            ResourceConfig resource = resource(item);
            if (!ids.add(resource.id())) {
                throw item.refuse(ServerKeys.ID, "is the id of two resources: " + resource.id(), "Give each its own.");
            }
            resources.add(resource);
        }
        if (resources.isEmpty()) {
            throw config.refuse(
                    ServerKeys.RESOURCES, "names nothing to sell", "Add one; config/server.yaml shows how.");
        }
        return resources;
    }

    private static ResourceConfig resource(Config item) {
        ResourceConfig resource = new ResourceConfig(
                item.get(ServerKeys.ID),
                ResourceConfig.Kind.valueOf(item.get(ServerKeys.KIND).toUpperCase(Locale.ROOT)),
                tariff(item),
                item.get(ServerKeys.UPDATE_INTERVAL),
                positive(item, ServerKeys.TICK_INTERVAL),
                item.get(ServerKeys.SEED));
        try {
            Offering.requireValid(resource.id(), resource.updateInterval());
        } catch (IllegalArgumentException e) {
            throw refuse(item, ServerKeys.ID, e, "Correct it.");
        }
        return resource;
    }

    private static Tariff tariff(Config item) {
        Duration longest = item.get(ServerKeys.MAX_SESSION_DURATION);
        if (longest.toSeconds() < 1) {
            throw item.refuse(ServerKeys.MAX_SESSION_DURATION, "is less than a second", "Make it longer.");
        }
        List<Tariff.Price> prices = item.items(ServerKeys.PRICES).stream()
                .map(price -> price(price, longest.toSeconds()))
                .toList();
        if (prices.isEmpty()) {
            throw item.refuse(
                    ServerKeys.PRICES, "is missing or empty", "Add one: - { asset: USDC, pricePerSecond: 100 }");
        }
        return new Tariff(prices);
    }

    private static Tariff.Price price(Config price, long longestSeconds) {
        BigInteger perSecond = price.get(ServerKeys.PER_SECOND);
        BigInteger perMegabyte = price.get(ServerKeys.PER_MEGABYTE);
        BigInteger perMessage = price.get(ServerKeys.PER_MESSAGE);
        if (perSecond.signum() == 0) {
            // A quote is for a number of seconds: without a price for them it would ask for nothing.
            throw price.refuse(
                    ServerKeys.PER_SECOND, "is 0 or missing", "Give what a second costs, 1 smallest unit or more.");
        }
        return new Tariff.Price(
                price.find(ServerKeys.PRICE_METHOD).orElse(null),
                price.find(ServerKeys.PRICE_ASSET).orElse(null),
                new PricePlan(perSecond, perMegabyte, perMessage, longestSeconds));
    }

    private static Duration positive(Config config, ConfigKey<Duration> key) {
        Duration duration = config.get(key);
        if (duration.isZero()) {
            throw config.refuse(key, "is zero", "Make it longer.");
        }
        return duration;
    }

    private static int whole(Config config, ConfigKey<Long> key, int least) {
        long number = config.get(key);
        if (number < least || number > Integer.MAX_VALUE) {
            throw config.refuse(key, "must be " + least + " … " + Integer.MAX_VALUE + ", not " + number, "Correct it.");
        }
        return (int) number;
    }

    private static ConfigException refuse(Config config, ConfigEntry entry, RuntimeException why, String remedy) {
        return config.refuse(entry, "is refused: " + why.getMessage(), remedy);
    }
}
