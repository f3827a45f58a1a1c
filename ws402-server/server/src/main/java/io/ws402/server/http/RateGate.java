package io.ws402.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.ws402.protocol.gateway.Problem;
import io.ws402.server.http.UnpaidRates.Kind;
import org.jspecify.annotations.Nullable;

/** Refuses requests that come too often, before any work is done for them. Confined to its event loop. */
final class RateGate implements Handler<RoutingContext> {
    static final String CODE = "rate_limited";

    private static final String SCHEMAS = "/ws402/schema/";
    private static final String RESOURCES = "/ws402/";

    private final UnpaidRates rates;
    private final TrustedProxies proxies;

    RateGate(UnpaidRates rates, TrustedProxies proxies) {
        this.rates = rates;
        this.proxies = proxies;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Kind kind = kind(request);
        long waitMs = kind == null ? 0 : rates.take(kind, proxies.clientAddress(request));
        if (waitMs == 0) {
            context.next();
            return;
        }
        if (kind == Kind.HANDSHAKE) {
            // Its connection would serve for nothing else, and be one more to keep.
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        Answers.problem(context.response(), problem(waitMs));
    }

    static Problem problem(long waitMs) {
        return Problem.of(429, CODE, "Too many requests", "Your network asks too often. Wait, then ask again.")
                .retryAfterMs(waitMs);
    }

    /** What a request asks for; null for what is not counted. */
    private static @Nullable Kind kind(HttpServerRequest request) {
        String path = request.path();
        if (Handshake.isWanted(request)) {
            return Kind.HANDSHAKE;
        }
        if (path == null || path.equals("/livez") || path.equals("/readyz")) {
            // Probes cost nothing, and a server that they do not reach is taken for dead.
            return null;
        }
        if (path.startsWith(HttpResourceRoutes.PREFIX)) {
            // What a session does is not counted; whether a token is one's shows when it is looked at.
            return WebPolicy.bearer(request) == null ? Kind.SCHEMA : null;
        }
        boolean resource = path.startsWith(RESOURCES) && path.indexOf('/', RESOURCES.length()) < 0;
        return resource || path.startsWith(SCHEMAS) || path.equals("/") ? Kind.SCHEMA : Kind.OTHER;
    }
}
