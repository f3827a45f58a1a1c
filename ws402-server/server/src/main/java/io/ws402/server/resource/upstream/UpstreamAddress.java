package io.ws402.server.resource.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where an upstream is. Never prints its query, which may hold a key.
 *
 * @param tls whether it is reached over TLS
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
        return of(url, "ws", "wss");
    }

    /** The same for an {@code http} or {@code https} URL. */
    public static UpstreamAddress ofHttp(String url) {
        return of(url, "http", "https");
    }

    private static UpstreamAddress of(String url, String plain, String secure) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no URL: " + e.getReason(), e);
        }
        String scheme = uri.getScheme();
        boolean tls = secure.equalsIgnoreCase(scheme);
        if (!tls && !plain.equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException(
                    "must begin with " + plain + ":// or " + secure + "://, not with " + scheme + ":");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("has user info, which is not sent");
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
        return host + ":" + port + path + (tls ? " (TLS)" : "");
    }
}
