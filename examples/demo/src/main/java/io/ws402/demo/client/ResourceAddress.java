package io.ws402.demo.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A resource on a WS402 server.
 *
 * @param server the server's HTTP address without a trailing slash, a path in front of {@code /ws402} included
 * @param resourceId the resource
 */
public record ResourceAddress(URI server, String resourceId) {
    private static final Pattern PATH = Pattern.compile("(.*)/ws402/(?:schema/|http/)?([^/]+)/?");
    private static final Pattern QUERY = Pattern.compile("(?:.*&)?resourceId=([^&]+)(?:&.*)?");
    private static final Pattern RESOURCE_ID = Pattern.compile("[A-Za-z0-9._~-]{1,128}");
    private static final String FORM = "http://host:port/ws402/RESOURCE";

    /**
     * Reads {@code http(s)://} or {@code ws(s)://host/ws402/RESOURCE}, a schema's or an HTTP resource's address, or
     * {@code ws://host/?resourceId=RESOURCE} as in 0.1.
     *
     * @throws IllegalArgumentException when it is something else, with a sentence that shows the form
     */
    public static ResourceAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw refused(text, "it is not a URL");
        }
        String scheme = httpScheme(text, uri.getScheme());
        if (uri.getHost() == null) {
            throw refused(text, "the host is missing");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(text, "a user or password in it is not supported");
        }
        Matcher path = PATH.matcher(uri.getRawPath() == null ? "" : uri.getRawPath());
        if (path.matches()) {
            return at(text, scheme, uri, path.group(1), path.group(2));
        }
        Matcher query = QUERY.matcher(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        if (query.matches()) {
            return at(text, scheme, uri, "", query.group(1));
        }
        throw refused(text, "it names no resource");
    }

    private static String httpScheme(String text, @Nullable String scheme) {
        return switch (scheme == null ? "" : scheme) {
            case "http", "ws" -> "http";
            case "https", "wss" -> "https";
            default -> throw refused(text, "it must begin with http://, https://, ws:// or wss://");
        };
    }

    private static ResourceAddress at(String text, String scheme, URI uri, String prefix, String resourceId) {
        if (!RESOURCE_ID.matcher(resourceId).matches()) {
            throw refused(text, "the resource's name may have letters, digits, '.', '_', '~' and '-' only");
        }
        return new ResourceAddress(URI.create(scheme + "://" + uri.getRawAuthority() + prefix), resourceId);
    }

    private static IllegalArgumentException refused(String text, String reason) {
        return new IllegalArgumentException(
                "'" + text + "' is not the address of a resource (" + FORM + "): " + reason);
    }

    /** The same resource on another server of the fleet. */
    public ResourceAddress on(URI otherServer) {
        String text = otherServer.toString();
        return new ResourceAddress(
                URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text), resourceId);
    }

    /** Where its schema is, with a quote for so many seconds. */
    public URI schema(long seconds, @Nullable String method, @Nullable String asset) {
        StringBuilder text = new StringBuilder(server + "/ws402/schema/" + resourceId + "?duration=" + seconds);
        if (method != null) {
            text.append("&method=").append(encoded(method));
        }
        if (asset != null) {
            text.append("&asset=").append(encoded(asset));
        }
        return URI.create(text.toString());
    }

    /** Where its metered WebSocket is. */
    public URI socket() {
        return URI.create("ws" + server.toString().substring("http".length()) + "/ws402/" + resourceId);
    }

    /** Where a session's state and refund can be seen. */
    public URI session(String sessionId) {
        return URI.create(server + "/ws402/sessions/" + encoded(sessionId));
    }

    /** Where its signed receipt is. */
    public URI receipt(String sessionId) {
        return URI.create(session(sessionId) + "/receipt");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return server + "/ws402/" + resourceId;
    }
}
