package io.ws402.server.http;

import java.util.List;

/**
 * What payers' browsers are shown.
 *
 * @param enabled whether they get the payer's page, and anybody the list of what is sold
 * @param servers origins of other servers of the fleet, on which the page goes on when this one is lost; they must allow
 *     this one's origin
 * @param connect further origins that the page may connect to, for example a chain's node
 */
public record PagePolicy(boolean enabled, List<String> servers, List<String> connect) {
    /** The page is there, and talks to this server alone. */
    public static final PagePolicy DEFAULTS = new PagePolicy(true, List.of(), List.of());

    /** Copies the lists. */
    public PagePolicy {
        servers = List.copyOf(servers);
        connect = List.copyOf(connect);
    }
}
