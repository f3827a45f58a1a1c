package io.ws402.server.app;

import io.ws402.protocol.config.Config;
import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.config.ConfigKey;
import io.ws402.proxy.ProxyOptions;
import io.ws402.server.http.PagePolicy;
import io.ws402.server.http.RateLimits;
import io.ws402.server.http.SocketLimits;
import io.ws402.server.http.TrustedProxies;
import io.ws402.server.http.WebPolicy;
import io.ws402.server.journal.JournalOptions;
import io.ws402.server.session.SessionRules;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the runnable server reads from its file and environment.
 *
 * @param server how it runs
 * @param gateway how it reaches its gateway
 * @param warnings what can be used and had better be changed, each a sentence
 */
public record ProgramConfig(ServerConfig server, ProxyOptions gateway, List<String> warnings) {
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
                        new JournalOptions(
                                config.get(ServerKeys.JOURNAL_FOLDER), whole(config, ServerKeys.JOURNAL_READINGS, 1)),
                        limits(config),
                        policy(config),
                        new PagePolicy(
                                config.get(ServerKeys.PAGE_ENABLED),
                                config.get(ServerKeys.PAGE_SERVERS),
                                config.get(ServerKeys.PAGE_CONNECT),
                                solanaNodes(config)),
                        ResourceReader.read(config)),
                gateway,
                ResourceReader.warnings(config));
    }

    private static Map<String, String> solanaNodes(Config config) {
        Map<String, String> nodes = new HashMap<>();
        Map.of(
                        "mainnet", ServerKeys.PAGE_SOLANA_MAINNET,
                        "devnet", ServerKeys.PAGE_SOLANA_DEVNET,
                        "testnet", ServerKeys.PAGE_SOLANA_TESTNET,
                        "localnet", ServerKeys.PAGE_SOLANA_LOCALNET)
                .forEach((cluster, key) -> config.find(key).ifPresent(url -> nodes.put(cluster, url)));
        return nodes;
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
                whole(config, ServerKeys.SESSIONS, 1),
                rates(config),
                whole(config, ServerKeys.HTTP_PER_SESSION, 1));
    }

    private static RateLimits rates(Config config) {
        return new RateLimits(
                config.get(ServerKeys.RATE_SCHEMA),
                config.get(ServerKeys.RATE_HANDSHAKE),
                config.get(ServerKeys.RATE_PROOF),
                config.get(ServerKeys.RATE_OTHER),
                config.get(ServerKeys.RATE_TOTAL));
    }

    private static WebPolicy policy(Config config) {
        TrustedProxies proxies;
        try {
            proxies = TrustedProxies.of(config.get(ServerKeys.TRUSTED_PROXIES));
        } catch (IllegalArgumentException e) {
            throw config.refuse(
                    ServerKeys.TRUSTED_PROXIES, "is refused: " + e.getMessage(), "List addresses and blocks.");
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
}
