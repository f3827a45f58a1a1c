package io.ws402.server.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.ws402.server.resource.HttpContent;
import java.util.List;

/**
 * Lets pages on the allow-list read what is served here (the Fetch standard's CORS). They send no cookies, so nothing more
 * is granted; a page that is not on the list gets no word of it, and its browser keeps the answer from it.
 */
final class Cors {
    private static final List<String> READING = List.of("GET", "HEAD");
    private static final String SAYABLE =
            "Authorization, Content-Type, Range, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, If-Range";
    private static final String READABLE =
            "Accept-Ranges, Allow, Content-Disposition, Content-Encoding, Content-Range, ETag, Retry-After";
    private static final String PREFLIGHT_SECONDS = "600";

    private final WebPolicy policy;
    private final HttpResourceRoutes resources;

    Cors(WebPolicy policy, HttpResourceRoutes resources) {
        this.policy = policy;
        this.resources = resources;
    }

    void handle(RoutingContext context) {
        String origin = context.request().getHeader("Origin");
        if (origin == null || !policy.isListed(origin)) {
            context.next();
            return;
        }
        HttpServerResponse response = context.response();
        response.putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Access-Control-Expose-Headers", READABLE)
                .putHeader("Vary", "Origin");
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            response.putHeader("Access-Control-Allow-Methods", String.join(", ", methods(context)))
                    .putHeader("Access-Control-Allow-Headers", SAYABLE)
                    .putHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS)
                    .setStatusCode(204)
                    .end();
        } else {
            context.next();
        }
    }

    private List<String> methods(RoutingContext context) {
        String path = context.normalizedPath();
        if (!path.startsWith(HttpResourceRoutes.PREFIX)) {
            return READING;
        }
        String resourceId = path.substring(HttpResourceRoutes.PREFIX.length()).split("/", 2)[0];
        return resources.content(resourceId).map(HttpContent::methods).orElse(READING);
    }
}
