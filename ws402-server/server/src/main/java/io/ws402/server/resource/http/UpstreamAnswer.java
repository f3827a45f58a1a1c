package io.ws402.server.resource.http;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.ws402.server.resource.HttpExchange;
import io.ws402.server.resource.upstream.UpstreamAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The head of an upstream's answer, as far as payers get to see it. */
final class UpstreamAnswer {
    private static final List<String> SHOWN = List.of(
            "Accept-Ranges",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Content-Range",
            "Content-Type",
            "ETag",
            "Last-Modified",
            "Retry-After");

    private UpstreamAnswer() {}

    /** Copies status and headers; false when the answer sends the payer somewhere this server does not lead. */
    static boolean copyHead(HttpClientResponse from, HttpExchange exchange, UpstreamAddress base, String asked) {
        HttpServerResponse to = exchange.response();
        String location = from.getHeader("Location");
        if (location != null) {
            Optional<String> inside = inside(location, exchange.prefix(), base, asked);
            if (inside.isEmpty()) {
                return false;
            }
            to.putHeader("Location", inside.get());
        }
        to.setStatusCode(from.statusCode());
        for (String name : SHOWN) {
            List<String> values = from.headers().getAll(name);
            if (!values.isEmpty()) {
                to.putHeader(name, values);
            }
        }
        return true;
    }

    /** The payer's URL for a redirect of the upstream, if it stays under the upstream's path. */
    private static Optional<String> inside(String location, String prefix, UpstreamAddress base, String asked) {
        try {
            URI own = URI.create((base.tls() ? "https" : "http") + "://" + host(base) + ":" + base.port());
            URI target = own.resolve(asked).resolve(location).normalize();
            String path = target.getRawPath();
            String root = base.path().endsWith("/")
                    ? base.path().substring(0, base.path().length() - 1)
                    : base.path();
            boolean same = String.valueOf(own.getScheme()).equalsIgnoreCase(target.getScheme())
                    && String.valueOf(own.getHost()).equalsIgnoreCase(target.getHost())
                    && port(target, base.tls()) == base.port();
            if (!same || path == null || !(path.equals(root) || path.startsWith(root + "/"))) {
                return Optional.empty();
            }
            return Optional.of(prefix + path.substring(root.length()) + query(target.getRawQuery()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String host(UpstreamAddress base) {
        return base.host().indexOf(':') < 0 ? base.host() : "[" + base.host() + "]";
    }

    private static int port(URI uri, boolean tls) {
        return uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    }

    private static String query(@Nullable String raw) {
        return raw == null ? "" : "?" + raw;
    }
}
