package io.ws402.server.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.server.resource.Offering;
import io.ws402.server.resource.Subprotocols;
import io.ws402.server.socket.PayerSocket;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's HTTP server: the routes, and the upgrade to the metered WebSocket. Confined to that loop. */
public final class HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";

    private final ServerParts parts;
    private final SharedState shared;
    private final Loop loop;
    private final ConnectionDeadlines deadlines;
    private final SchemaRoutes schemas;
    private final PageRoutes pages;
    private final HttpServer server;

    /** What the fronts of a server share: counts against caps, and what is remembered for a short time. */
    public static final class SharedState {
        private final UnpaidRates rates;
        private final Admission admission;
        private final PaymentUris uris;
        private final GatewayHealth health;
        private final ReceiptKeyRoutes receiptKeys;
        private final SessionStandings standings;
        private final OpenResponses responses;
        private final PageFiles pageFiles;

        /** For a server that starts. */
        public SharedState(ServerParts parts) {
            rates = new UnpaidRates(parts.limits().rates(), parts.nanoClock(), parts.metrics());
            admission = new Admission(parts.limits(), rates, parts.metrics(), parts.engine()::takesSessions);
            uris = new PaymentUris(parts.nanoClock());
            health = new GatewayHealth(parts.provider(), parts.nanoClock());
            receiptKeys = new ReceiptKeyRoutes(parts.provider(), parts.nanoClock());
            standings = new SessionStandings(parts.engine().held(), parts.provider(), parts.nanoClock());
            responses = new OpenResponses(parts.limits().httpPerSession());
            standings.whenStopped(responses::stop);
            pageFiles = PageFiles.packed();
        }
    }

    /** A front that does not listen yet; to be made on the loop of {@code context}. */
    public HttpFront(Vertx vertx, Context context, ServerParts parts, SharedState shared) {
        this.parts = parts;
        this.shared = shared;
        this.loop = new Loop(vertx, context, parts.engine().loop(context), shared.uris, parts.offerings());
        this.deadlines = new ConnectionDeadlines(loop.sessions().ticker(), parts.limits());
        this.schemas = new SchemaRoutes(parts, loop);
        this.pages = new PageRoutes(parts, loop, schemas, shared.pageFiles);
        Router router = router(vertx);
        this.server = vertx.createHttpServer(options(parts.limits()))
                .connectionHandler(deadlines::connected)
                .requestHandler(request -> {
                    deadlines.requested(request.connection());
                    request.response().endHandler(nothing -> deadlines.answered(request.connection()));
                    if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
                        // Where such a body ends, a proxy before this server may see otherwise.
                        refuse(request, badRequest("No request here has a body of unknown length."));
                    } else {
                        router.handle(request);
                    }
                })
                .invalidRequestHandler(request -> refuse(request, unreadable(request)));
    }

    private static HttpServerOptions options(SocketLimits limits) {
        return new HttpServerOptions()
                .setMaxWebSocketFrameSize(limits.frameBytesMax())
                // With compression a frame could inflate far past the frame limit.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                // Else a connection would have to speak before its deadline could be set.
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
    }

    private OpenResponse.Terms responseTerms() {
        return new OpenResponse.Terms(
                loop,
                shared.standings,
                shared.responses,
                parts.limits().stuck(),
                parts.engine().rules().outageGrace());
    }

    private Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        AccessTokens tokens = new AccessTokens(vertx, parts.provider(), parts.nanoClock());
        HttpResourceRoutes resources = new HttpResourceRoutes(
                loop, tokens, schemas, shared.rates, parts.policy().proxies(), responseTerms());
        router.route().handler(new Cors(parts.policy(), resources)::handle);
        router.route().handler(new RateGate(shared.rates, parts.policy().proxies()));
        schemas.mount(router);
        resources.mount(router);
        new QrRoutes(shared.uris).mount(router);
        new SessionStatusRoutes(parts.provider(), tokens).mount(router);
        shared.receiptKeys.mount(router);
        new StatusRoutes(parts, shared.health).mount(router);
        pages.mount(router);
        router.get("/ws402/:resourceId").handler(this::resource);
        router.get("/").handler(this::root);
        router.errorHandler(404, context -> Answers.problem(context.response(), notFound(context.request())));
        router.errorHandler(405, context -> Answers.problem(context.response(), notFound(context.request())));
        router.errorHandler(
                400, context -> Answers.problem(context.response(), badRequest("The request can not be read.")));
        router.errorHandler(500, this::fault);
        return router;
    }

    /** Listens; fails when the port can not be had. Completes with the port. */
    public Future<Integer> listen(int port, String host) {
        return server.listen(port, host).map(HttpServer::actualPort);
    }

    /** Sends those away who have not paid yet; to be called on the loop. */
    public void drain() {
        List.copyOf(loop.unpaid()).forEach(SessionSocket::drain);
    }

    private void root(RoutingContext context) {
        if (context.queryParams().contains("resourceId")) {
            resource(context);
        } else if (parts.page().enabled()) {
            pages.root(context);
        } else {
            Answers.problem(context.response(), notFound(context.request()));
        }
    }

    private void resource(RoutingContext context) {
        if (Handshake.isWanted(context.request())) {
            upgrade(context);
        } else if (pages.isWanted(context)) {
            pages.resource(context);
        } else {
            schemas.answer(context, 402);
        }
    }

    private void upgrade(RoutingContext context) {
        HttpServerRequest request = context.request();
        String resourceId = SchemaRoutes.resourceId(context);
        Optional<Offering> offering = loop.offering(resourceId);
        Problem malformed = Handshake.problem(request);
        if (malformed != null) {
            context.response().putHeader("Sec-WebSocket-Version", "13");
            Answers.problem(context.response(), malformed);
        } else if (offering.isEmpty()) {
            Answers.problem(context.response(), SchemaRoutes.unknownResource(resourceId));
        } else if (!parts.policy().allowsOrigin(request)) {
            Answers.problem(
                    context.response(),
                    Problem.of(403, "origin_not_allowed", "Foreign origin", "This page may not connect here."));
        } else if (parts.draining().get()) {
            Answers.problem(
                    context.response(),
                    Problem.of(503, "server_draining", "Shutting down", "Connect again; another server answers.")
                            .retryAfterMs(1_000));
        } else {
            admit(context, offering.get());
        }
    }

    private void admit(RoutingContext context, Offering offering) {
        HttpServerRequest request = context.request();
        switch (shared.admission.enter(parts.policy().proxies().clientAddress(request))) {
            case Admission.Entry.Refused(int status, String code, String reason) ->
                Answers.problem(
                        context.response(),
                        Problem.of(status, code, "Too many", reason).retryAfterMs(5_000));
            case Admission.Entry.Admitted(Admission.Ticket ticket) -> {
                String subprotocol = agreeOnSubprotocol(request, offering);
                request.toWebSocket()
                        .onSuccess(socket -> {
                            Upgraded upgraded = new Upgraded(
                                    PayerSocket.of(request.connection(), loop.context()),
                                    KeptHandshake.of(request, subprotocol));
                            new SessionSocket(parts, loop, upgraded, offering, ticket)
                                    .start(deadlines.upgraded(request.connection()));
                        })
                        .onFailure(fault -> ticket.leave());
            }
        }
    }

    /** Which of the resource's own was agreed on, if any; Vert.x can only choose for all resources alike. */
    private @Nullable String agreeOnSubprotocol(HttpServerRequest request, Offering offering) {
        List<String> offered = request.headers().getAll(SUBPROTOCOL);
        String chosen = Subprotocols.choose(offered, loop.resource(offering).subprotocols());
        if (chosen == null) {
            return null;
        }
        request.response().putHeader(SUBPROTOCOL, chosen);
        return chosen.equals(Subprotocols.WS402) ? null : chosen;
    }

    private void fault(RoutingContext context) {
        if (context.failure() instanceof MalformedJson malformed) {
            Answers.problem(context.response(), Problem.of(400, malformed.code(), "Bad request", malformed.reason()));
            return;
        }
        LOG.error("Answering {} failed", context.request().path(), context.failure());
        Answers.problem(
                context.response(),
                Problem.of(500, "internal_error", "A fault of the server", "It is in the server's log."));
    }

    /** Answers, and reads nothing more from that connection. */
    private static void refuse(HttpServerRequest request, Problem problem) {
        Answers.problem(request.response(), problem);
        request.connection().close();
    }

    private static Problem unreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(414, "uri_too_long", "Address too long", "Shorten the address of the request.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Problem.of(431, "headers_too_large", "Headers too large", "Send fewer or shorter headers.");
        }
        return badRequest("The request is no HTTP/1.1.");
    }

    private static Problem badRequest(String remedy) {
        return Problem.of(400, "bad_request", "Bad request", remedy);
    }

    private static Problem notFound(HttpServerRequest request) {
        return Problem.of(
                404,
                "not_found",
                "Nothing here",
                request.method() + " " + request.path() + " is nothing. Start at GET /ws402/schema/{resourceId}.");
    }
}
