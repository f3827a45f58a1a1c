package io.ws402.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.ws402.protocol.gateway.Problem;
import io.ws402.server.http.AccessTokens.Access;
import io.ws402.server.resource.HttpContent;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /ws402/http/{resourceId}}: what a resource hands out over HTTP, to those whose access token is for a session of
 * that resource which is live and not paused, on whichever server.
 */
final class HttpResourceRoutes {
    static final String PREFIX = "/ws402/http/";

    private static final Logger LOG = LoggerFactory.getLogger(HttpResourceRoutes.class);

    private final Loop loop;
    private final AccessTokens tokens;
    private final SchemaRoutes schemas;
    private final UnpaidRates rates;
    private final TrustedProxies proxies;
    private final OpenResponse.Terms terms;

    HttpResourceRoutes(
            Loop loop,
            AccessTokens tokens,
            SchemaRoutes schemas,
            UnpaidRates rates,
            TrustedProxies proxies,
            OpenResponse.Terms terms) {
        this.loop = loop;
        this.tokens = tokens;
        this.schemas = schemas;
        this.rates = rates;
        this.proxies = proxies;
        this.terms = terms;
    }

    void mount(Router router) {
        router.route(PREFIX + ":resourceId").handler(this::answer);
        router.route(PREFIX + ":resourceId/*").handler(this::answer);
    }

    /** What is handed out under a path, if anything is. */
    Optional<HttpContent> content(String resourceId) {
        return loop.offering(resourceId)
                .flatMap(offering -> loop.resource(offering).http());
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        String resourceId = SchemaRoutes.resourceId(context);
        Optional<HttpContent> content = content(resourceId);
        String token = WebPolicy.bearer(request);
        if (content.isEmpty()) {
            Answers.problem(response, nothingThere(resourceId));
        } else if (!content.get().methods().contains(request.method().name())) {
            List<String> methods = content.get().methods();
            response.putHeader("Allow", String.join(", ", methods));
            Answers.problem(response, notAllowed(methods));
        } else if (!isUnder(PREFIX + resourceId, request.path())) {
            Answers.problem(response, badPath());
        } else if (token == null) {
            schemas.answer(context, 402);
        } else {
            // Whatever is decided about it later, nothing of its body is lost until then.
            request.pause();
            check(request, resourceId, content.get(), token);
        }
    }

    private void check(HttpServerRequest request, String resourceId, HttpContent content, String token) {
        Optional<Access> known = tokens.known(token);
        // A signature costs more to check than to make up.
        long waitMs = known.isPresent() ? 0 : rates.take(UnpaidRates.Kind.OTHER, proxies.clientAddress(request));
        if (known.isPresent()) {
            check(request, resourceId, content, known);
        } else if (waitMs > 0) {
            refuse(request, RateGate.problem(waitMs));
        } else {
            loop.when(tokens.check(token), checked -> {
                if (checked.failed()) {
                    LOG.warn("No access token can be checked", checked.cause());
                    refuse(request, unavailable());
                } else {
                    check(request, resourceId, content, checked.result());
                }
            });
        }
    }

    /** The router has made the path plain before it matched; what is handed on is the path as it came. */
    private static boolean isUnder(String prefix, String path) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    private void check(HttpServerRequest request, String resourceId, HttpContent content, Optional<Access> access) {
        if (access.isEmpty()) {
            refuse(
                    request,
                    forbidden("token_invalid", "The token is altered, expired or no access token. Ask for a new one."));
        } else if (!access.get().resourceId().equals(resourceId)) {
            refuse(request, forbidden("token_of_another_resource", "The token opens another resource."));
        } else {
            String sessionId = access.get().sessionId();
            loop.when(terms.standings().of(sessionId, resourceId), answer -> {
                if (answer.failed()) {
                    LOG.warn("The gateway did not tell about a session", answer.cause());
                    refuse(request, unavailable());
                } else {
                    switch (answer.result()) {
                        case Standing.Live live ->
                            open(new OpenResponse(terms, request, sessionId, resourceId), content, live);
                        case Standing.Closed(Problem problem) -> refuse(request, problem);
                    }
                }
            });
        }
    }

    private void open(OpenResponse exchange, HttpContent content, Standing.Live live) {
        if (!terms.all().enter(exchange)) {
            refuse(exchange.request(), tooMany());
            return;
        }
        exchange.begin(live);
        if (exchange.isOver()) {
            return;
        }
        exchange.response()
                .putHeader("Cache-Control", "private, no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        try {
            content.answer(exchange);
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private static void refuse(HttpServerRequest request, Problem problem) {
        Answers.problem(request.response(), problem);
        request.resume();
    }

    private Problem nothingThere(String resourceId) {
        return loop.offering(resourceId).isPresent()
                ? Problem.of(
                        404,
                        "not_http",
                        "A WebSocket",
                        "This resource has nothing over HTTP. Connect to /ws402/" + resourceId + ".")
                : SchemaRoutes.unknownResource(resourceId);
    }

    private static Problem notAllowed(List<String> methods) {
        return Problem.of(
                405,
                "method_not_allowed",
                "Not this way",
                "This resource answers " + String.join(", ", methods) + " alone.");
    }

    static Problem badPath() {
        return Problem.of(
                400, "invalid_path", "Bad path", "Write the path plainly, without dot segments or encoded slashes.");
    }

    private static Problem forbidden(String code, String detail) {
        return Problem.of(403, code, "Wrong token", detail);
    }

    private static Problem tooMany() {
        return Problem.of(
                        429,
                        "too_many_responses",
                        "Too many at once",
                        "The session has as many responses under way as it may. Let one end.")
                .retryAfterMs(1_000);
    }

    private static Problem unavailable() {
        return Problem.of(
                        503,
                        "gateway_unavailable",
                        "The gateway does not answer",
                        "Whether the session lives can not be said now. Try again soon.")
                .retryAfterMs(2_000);
    }
}
