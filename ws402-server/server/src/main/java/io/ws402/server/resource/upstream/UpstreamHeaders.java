package io.ws402.server.resource.upstream;

import io.vertx.core.MultiMap;
import io.ws402.protocol.config.Secret;
import io.ws402.server.resource.SessionContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The headers of the handshake with an upstream: those of the payer that are named here, those that are set here, and
 * {@code X-WS402-Session} and {@code X-WS402-Payer}, which only this server says.
 *
 * @param forward names of the payer's headers that are handed on
 * @param set headers that are always sent, instead of the payer's
 */
public record UpstreamHeaders(List<String> forward, Map<String, Secret> set) {
    /** No header of the payer, none set. */
    public static final UpstreamHeaders NONE = new UpstreamHeaders(List.of(), Map.of());

    private static final String OURS = "x-ws402-";
    private static final String SESSION = "X-WS402-Session";
    private static final String PAYER = "X-WS402-Payer";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");
    /** What belongs to one connection, or says how long a body is that a handshake does not have (RFC 9110, 7.6.1). */
    private static final Set<String> OF_ONE_HOP = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Copies both; @throws IllegalArgumentException for a name or value that can not be sent. */
    public UpstreamHeaders {
        forward.forEach(UpstreamHeaders::requireName);
        set.forEach((name, value) -> {
            requireName(name);
            requireValue(value);
        });
        forward = List.copyOf(forward);
        set = Map.copyOf(set);
    }

    /** @throws IllegalArgumentException saying why no header of this name may be handed on or set */
    public static void requireName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("is no name of a header");
        }
        if (OF_ONE_HOP.contains(lower)) {
            throw new IllegalArgumentException("belongs to one connection, so a proxy does not hand it on");
        }
        if (lower.startsWith("sec-")) {
            throw new IllegalArgumentException("begins with Sec-, which only the ends of a handshake may write");
        }
        if (lower.startsWith(OURS)) {
            throw new IllegalArgumentException("begins with X-WS402-, which this server writes itself");
        }
    }

    /** @throws IllegalArgumentException for what is not one line of visible ASCII; does not repeat the value */
    public static void requireValue(Secret value) {
        if (!VALUE.matcher(value.reveal()).matches()) {
            throw new IllegalArgumentException("is not one line of visible ASCII");
        }
    }

    /** The headers for one session. */
    MultiMap of(SessionContext session) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        MultiMap payers = session.handshake().headers();
        for (String name : forward) {
            // Not set(): it would make one header of several.
            headers.remove(name);
            payers.getAll(name).forEach(value -> headers.add(name, value));
        }
        set.forEach((name, value) -> headers.set(name, value.reveal()));
        return headers.set(SESSION, session.sessionId()).set(PAYER, visible(session.payer()));
    }

    /** An account as the rail has it, percent-encoded if it could not stand in a header. */
    private static String visible(String payer) {
        return VALUE.matcher(payer).matches() ? payer : URLEncoder.encode(payer, StandardCharsets.UTF_8);
    }
}
