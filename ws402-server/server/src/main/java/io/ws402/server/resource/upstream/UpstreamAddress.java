package io.ws402.server.resource.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where an upstream is. Never prints its query, which may hold a key.
 *
 * @param tls whether it is reached by {@code wss}
 * @param host its name or address
 * @param port its port
 * @param path its raw path, {@code /} at least
 * @param query its raw query, or null
 */
public record UpstreamAddress(
        boolean tls,
        String host,
        int port,
        String path,
        @Nullable String query) {
    /**
     * Reads a {@code ws} or {@code wss} URL.
     *
     * @throws IllegalArgumentException saying what is wrong with it, without repeating it
     */
    public static UpstreamAddress of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no URL: " + e.getReason(), e);
        }
        String scheme = uri.getScheme();
        boolean tls = "wss".equalsIgnoreCase(scheme);
        if (!tls && !"ws".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException("must begin with ws:// or wss://, not with " + scheme + ":");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("has user info, which WebSockets do not send");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("has a fragment, which no server ever sees");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("has no host");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException("has the port " + port + ", which can not be reached");
        }
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new UpstreamAddress(tls, host, port, path, uri.getRawQuery());
    }

    /** What to ask it for, with this query after its own. */
    String requestUri(String moreQuery) {
        String own = query == null ? "" : query;
        String joined = own.isEmpty() || moreQuery.isEmpty() ? own + moreQuery : own + "&" + moreQuery;
        return joined.isEmpty() ? path : path + "?" + joined;
    }

    @Override
    public String toString() {
        return (tls ? "wss://" : "ws://") + host + ":" + port + path;
    }
}
