package io.ws402.server.http;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What payers' browsers are shown.
 *
 * @param enabled whether they get the payer's page, and anybody the list of what is sold
 * @param servers origins of other servers of the fleet, on which the page goes on when this one is lost; they must allow
 *     this one's origin
 * @param connect further origins that the page may connect to, for example a chain's node
 * @param solana nodes by which the page pays on Solana, URLs by the name that wallets know their cluster by: {@code mainnet,
 *     devnet, testnet, localnet}. They are told to everybody
 */
public record PagePolicy(boolean enabled, List<String> servers, List<String> connect, Map<String, String> solana) {
    /** The page is there, and talks to this server alone. */
    public static final PagePolicy DEFAULTS = new PagePolicy(true, List.of(), List.of(), Map.of());

    private static final Pattern ORIGIN = Pattern.compile("[a-z]+://[^/?#]+");

    /** Copies the lists and the map. */
    public PagePolicy {
        servers = List.copyOf(servers);
        connect = List.copyOf(connect);
        solana = Map.copyOf(solana);
    }

    /** Every origin besides the server's own that the page may connect to. */
    Stream<String> origins() {
        Stream<String> nodes = solana.values().stream()
                .map(ORIGIN::matcher)
                .filter(Matcher::lookingAt)
                .map(Matcher::group)
                .sorted();
        return Stream.of(
                        servers.stream().flatMap(server -> Stream.of(server, "ws" + server.substring(4))),
                        connect.stream(),
                        nodes)
                .flatMap(each -> each)
                .distinct();
    }
}
