package io.ws402.server.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where this server is reached, as the payer sees it.
 *
 * @param secure whether by TLS
 * @param authority host, and port unless it is the scheme's own
 */
record PublicAddress(boolean secure, String authority) {
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

    /**
     * From the configured public URL, else from what the request says; {@code X-Forwarded-*} counts only when a trusted
     * proxy sent it.
     */
    static PublicAddress of(HttpServerRequest request, @Nullable String publicUrl, TrustedProxies proxies) {
        if (publicUrl != null) {
            return ofUrl(publicUrl);
        }
        boolean secure = request.isSSL();
        String authority =
                request.authority() == null ? "localhost" : request.authority().toString();
        if (proxies.sent(request)) {
            String scheme = request.getHeader("X-Forwarded-Proto");
            secure = scheme == null ? secure : scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("wss");
            String host = request.getHeader("X-Forwarded-Host");
            authority = host != null && AUTHORITY.matcher(host).matches() ? host : authority;
        }
        return new PublicAddress(secure, withoutDefaultPort(secure, authority));
    }

    /** The address of an http or https URL. */
    static PublicAddress ofUrl(String url) {
        URI uri = URI.create(url);
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        return new PublicAddress(secure, withoutDefaultPort(secure, String.valueOf(uri.getRawAuthority())));
    }

    /** Where the metered WebSocket of a resource is. */
    String websocket(String resourceId) {
        return (secure ? "wss://" : "ws://") + authority + "/ws402/" + resourceId;
    }

    /** Where its WebSockets are, as a content security policy names it; empty when a client made the host up. */
    Optional<String> websocketOrigin() {
        return AUTHORITY.matcher(authority).matches()
                ? Optional.of((secure ? "wss://" : "ws://") + authority)
                : Optional.empty();
    }

    /** Where a resource is handed out over HTTP. */
    String http(String resourceId) {
        return origin() + HttpResourceRoutes.PREFIX + resourceId;
    }

    /** As a browser sends it in {@code Origin} from a page that this server gave out. */
    String origin() {
        return (secure ? "https://" : "http://") + authority;
    }

    private static String withoutDefaultPort(boolean secure, String authority) {
        String plain = authority.toLowerCase(Locale.ROOT);
        String port = secure ? ":443" : ":80";
        return plain.endsWith(port) ? plain.substring(0, plain.length() - port.length()) : plain;
    }
}
