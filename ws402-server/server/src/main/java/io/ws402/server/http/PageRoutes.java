package io.ws402.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.server.resource.Offering;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The payer's page: {@code GET /} and {@code GET /ws402/{resourceId}} for browsers, its files, and for everybody else at
 * {@code GET /} the list of what is sold. Confined to its event loop.
 */
final class PageRoutes {
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private final ServerParts parts;
    private final Loop loop;
    private final SchemaRoutes schemas;
    private final PageFiles files;

    PageRoutes(ServerParts parts, Loop loop, SchemaRoutes schemas, PageFiles files) {
        this.parts = parts;
        this.loop = loop;
        this.schemas = schemas;
        this.files = files;
    }

    void mount(Router router) {
        if (parts.page().enabled()) {
            router.get(PageFiles.PREFIX + ":version/*").handler(this::file);
        }
    }

    /** Whether a resource is asked for by a browser that shows pages; what wants JSON too is none. */
    boolean isWanted(RoutingContext context) {
        return parts.page().enabled() && context.pathParam("resourceId") != null && wantsPage(context.request());
    }

    /** A resource's page; the status is what a program would get. */
    void resource(RoutingContext context) {
        page(context, loop.offering(SchemaRoutes.resourceId(context)).isPresent() ? 402 : 404);
    }

    /** What is sold here. */
    void root(RoutingContext context) {
        if (wantsPage(context.request())) {
            page(context, 200);
            return;
        }
        vary(context.response());
        parts.provider()
                .accepts()
                .onSuccess(accepted -> Answers.json(context.response(), 200, catalogue(context.request(), accepted)))
                .onFailure(
                        fault -> Answers.problem(context.response(), SchemaRoutes.unavailable(String.valueOf(fault))));
    }

    private static boolean wantsPage(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        return wanted.contains("text/html") && !wanted.contains("application/json");
    }

    private static void vary(HttpServerResponse response) {
        response.headers().add("Vary", "Accept");
    }

    private void page(RoutingContext context, int status) {
        HttpServerResponse response = context.response();
        vary(response);
        response.putHeader("Content-Security-Policy", policy(context.request()))
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
        Answers.send(response, status, "text/html; charset=utf-8", files.html());
    }

    /** Whatever the page shows comes from here, and it speaks with this server and those that configuration names. */
    private String policy(HttpServerRequest request) {
        List<String> connect = new ArrayList<>(List.of("'self'"));
        parts.policy().address(request).websocketOrigin().ifPresent(connect::add);
        parts.page().origins().forEach(connect::add);
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                // What an HTTP resource hands out is asked for with a token and shown from memory.
                "img-src 'self' blob:",
                "media-src blob:",
                "connect-src " + String.join(" ", connect),
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }

    private JsonObject catalogue(HttpServerRequest request, List<AcceptedAsset> accepted) {
        JsonArray resources = new JsonArray();
        parts.offerings().forEach(offering -> resources.add(resource(request, offering, accepted)));
        return new JsonObject()
                .put("protocol", Schema.PROTOCOL)
                .put("version", Schema.VERSION)
                .put("resources", resources)
                .put("servers", new JsonArray(parts.page().servers()))
                .put("solana", new JsonObject(Map.copyOf(parts.page().solana())));
    }

    private JsonObject resource(HttpServerRequest request, Offering offering, List<AcceptedAsset> accepted) {
        JsonArray accepts = new JsonArray();
        offering.tariff().offers(accepted).forEach(offer -> accepts.add(offer.toJson()));
        JsonObject json = new JsonObject()
                .put("resourceId", offering.id())
                .put("maxSessionDuration", offering.tariff().maxDurationSeconds())
                .put("accepts", accepts);
        schemas.resourceInfo(offering, request).ifPresent(info -> json.put("resourceInfo", info));
        return json;
    }

    private void file(RoutingContext context) {
        HttpServerResponse response = context.response();
        String version = context.pathParam("version");
        String name = context.pathParam("*");
        files.find(name == null ? "" : name)
                .ifPresentOrElse(
                        file -> send(context, file, files.version().equals(version)),
                        () -> Answers.problem(
                                response, Problem.of(404, "not_found", "Nothing here", "The page has no such file.")));
    }

    /** A page of another version of this server gets what there is here, and is not to keep it. */
    private static void send(RoutingContext context, PageFiles.File file, boolean current) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.ETAG, file.etag())
                .putHeader(HttpHeaders.CACHE_CONTROL, current ? FOR_GOOD : "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (file.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(file.content());
        }
    }
}
