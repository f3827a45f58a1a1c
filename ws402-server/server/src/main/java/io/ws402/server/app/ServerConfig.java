package io.ws402.server.app;

import io.ws402.server.http.PagePolicy;
import io.ws402.server.http.SocketLimits;
import io.ws402.server.http.WebPolicy;
import io.ws402.server.journal.JournalOptions;
import io.ws402.server.session.SessionRules;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server runs, wherever its payment provider comes from.
 *
 * @param host the address it listens on
 * @param port its port; 0 lets the system choose
 * @param eventLoops how many loops serve payers, 0 for one per core
 * @param drainTimeout how long {@link Ws402Server#stop} waits for sessions to be handed over
 * @param gatewayUrl for {@code /status} and {@code /gateway-health}, or null
 * @param sessions how sessions run
 * @param journal where final readings are kept that the gateway has not answered
 * @param limits what strangers may take up
 * @param policy whom the server believes
 * @param page what payers' browsers are shown
 * @param resources built-in resources to sell
 */
public record ServerConfig(
        String host,
        int port,
        int eventLoops,
        Duration drainTimeout,
        @Nullable String gatewayUrl,
        SessionRules sessions,
        JournalOptions journal,
        SocketLimits limits,
        WebPolicy policy,
        PagePolicy page,
        List<ResourceConfig> resources) {
    /** On 127.0.0.1:4030, one loop per core, selling nothing yet. */
    public static final ServerConfig DEFAULTS = new ServerConfig(
            "127.0.0.1",
            4030,
            0,
            Duration.ofSeconds(15),
            null,
            SessionRules.DEFAULTS,
            JournalOptions.DEFAULTS,
            SocketLimits.DEFAULTS,
            WebPolicy.DEFAULTS,
            PagePolicy.DEFAULTS,
            List.of());

    /** Copies the resources. */
    public ServerConfig {
        resources = List.copyOf(resources);
    }

    /** The same on another address. */
    public ServerConfig listeningOn(String newHost, int newPort) {
        return new ServerConfig(
                newHost,
                newPort,
                eventLoops,
                drainTimeout,
                gatewayUrl,
                sessions,
                journal,
                limits,
                policy,
                page,
                resources);
    }

    /** The same with another number of loops. */
    public ServerConfig withEventLoops(int loops) {
        return new ServerConfig(
                host, port, loops, drainTimeout, gatewayUrl, sessions, journal, limits, policy, page, resources);
    }

    /** The same with another patience at the end. */
    public ServerConfig withDrainTimeout(Duration timeout) {
        return new ServerConfig(
                host, port, eventLoops, timeout, gatewayUrl, sessions, journal, limits, policy, page, resources);
    }

    /** The same with other rules for sessions. */
    public ServerConfig withSessions(SessionRules rules) {
        return new ServerConfig(
                host, port, eventLoops, drainTimeout, gatewayUrl, rules, journal, limits, policy, page, resources);
    }

    /** The same with another journal. */
    public ServerConfig withJournal(JournalOptions options) {
        return new ServerConfig(
                host, port, eventLoops, drainTimeout, gatewayUrl, sessions, options, limits, policy, page, resources);
    }

    /** The same with other limits. */
    public ServerConfig withLimits(SocketLimits newLimits) {
        return new ServerConfig(
                host,
                port,
                eventLoops,
                drainTimeout,
                gatewayUrl,
                sessions,
                journal,
                newLimits,
                policy,
                page,
                resources);
    }

    /** The same with another policy. */
    public ServerConfig withPolicy(WebPolicy newPolicy) {
        return new ServerConfig(
                host,
                port,
                eventLoops,
                drainTimeout,
                gatewayUrl,
                sessions,
                journal,
                limits,
                newPolicy,
                page,
                resources);
    }

    /** The same with another page. */
    public ServerConfig withPage(PagePolicy newPage) {
        return new ServerConfig(
                host,
                port,
                eventLoops,
                drainTimeout,
                gatewayUrl,
                sessions,
                journal,
                limits,
                policy,
                newPage,
                resources);
    }
}
