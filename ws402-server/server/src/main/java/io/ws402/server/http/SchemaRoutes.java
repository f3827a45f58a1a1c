package io.ws402.server.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.message.Schema.Offer;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.Offering;
import io.ws402.server.resource.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells payers what a resource costs and on which terms to pay: {@code GET /ws402/schema/{id}}, and every 402. */
final class SchemaRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaRoutes.class);
    private static final long DEFAULT_DURATION = 300;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final long RETRY_AFTER_MS = 5_000;

    private final ServerParts parts;
    private final Loop loop;
    private final Set<AcceptedAsset> misreckoned = ConcurrentHashMap.newKeySet();

    SchemaRoutes(ServerParts parts, Loop loop) {
        this.parts = parts;
        this.loop = loop;
    }

    void mount(Router router) {
        router.get("/ws402/schema/:resourceId").handler(context -> answer(context, 200));
    }

    /** Answers with the schema of the resource named in the path or in {@code resourceId}. */
    void answer(RoutingContext context, int status) {
        HttpServerRequest request = context.request();
        String resourceId = resourceId(context);
        Optional<Offering> offering = loop.offering(resourceId);
        if (offering.isEmpty()) {
            Answers.problem(context.response(), unknownResource(resourceId));
            return;
        }
        if (!parts.engine().takesSessions()) {
            Answers.problem(context.response(), noNewSessions());
            return;
        }
        Ask ask;
        try {
            ask = new Ask(offering.get(), duration(request, offering.get()), request);
        } catch (IllegalArgumentException e) {
            Answers.problem(context.response(), badDuration(offering.get()));
            return;
        }
        parts.provider()
                .accepts()
                .recover(fault -> Future.failedFuture(new Refusal(unavailable(String.valueOf(fault)))))
                .compose(accepted -> schema(ask, accepted))
                .onSuccess(schema -> Answers.json(context.response(), status, schema.toJson()))
                .onFailure(fault -> Answers.problem(context.response(), problem(fault)));
    }

    /** The resource that the path names, or else the query, as WS402 0.1 has it. */
    static String resourceId(RoutingContext context) {
        String inPath = context.pathParam("resourceId");
        return inPath != null
                ? inPath
                : context.queryParams().contains("resourceId")
                        ? context.queryParams().get("resourceId")
                        : "";
    }

    private record Ask(Offering offering, long duration, HttpServerRequest request) {
        @Nullable String method() {
            return present("method");
        }

        @Nullable String asset() {
            return present("asset");
        }

        private @Nullable String present(String parameter) {
            String value = request.getParam(parameter);
            return value == null || value.isBlank() ? null : value;
        }
    }

    private Future<Schema> schema(Ask ask, List<AcceptedAsset> accepted) {
        List<Offer> offers = ask.offering().tariff().offers(accepted);
        ask.offering().tariff().misreckoned(accepted).forEach(this::tellMisreckoned);
        Offer selected = selected(ask, accepted, offers);
        return parts.provider().quote(request(ask, selected)).map(outcome -> switch (outcome) {
            case QuoteOutcome.Quoted(Quote quote) -> {
                loop.uris().remember(quote);
                yield schema(ask, selected.plan(), quote, offers);
            }
            case QuoteOutcome.Refused(String code, String reason) -> throw new Refusal(refused(code, reason));
            case QuoteOutcome.Unavailable(String reason) -> throw new Refusal(unavailable(reason));
        });
    }

    private void tellMisreckoned(AcceptedAsset accepted) {
        if (misreckoned.add(accepted)) {
            LOG.error(
                    "{} has {} decimals at the gateway, and others in rates: nothing is sold for it by those",
                    accepted.asset().id(),
                    accepted.asset().decimals());
        }
    }

    private static Offer selected(Ask ask, List<AcceptedAsset> accepted, List<Offer> offers) {
        boolean named = ask.method() != null || ask.asset() != null;
        Optional<Offer> selected = named
                ? Tariff.select(offers, ask.method(), ask.asset())
                : ask.offering().tariff().byDefault(accepted);
        return selected.orElseThrow(() -> new Refusal(named ? unknown(ask, offers) : unpayable(ask)));
    }

    private QuoteRequest request(Ask ask, Offer offer) {
        return new QuoteRequest(
                ask.offering().id(),
                offer.plan().priceOf(ask.duration()),
                ask.duration(),
                offer.plan(),
                offer.accepted().method(),
                offer.accepted().asset().id().value(),
                parts.policy().proxies().clientAddress(ask.request()));
    }

    private Schema schema(Ask ask, PricePlan plan, Quote quote, List<Offer> offers) {
        String endpoint =
                parts.policy().address(ask.request()).websocket(ask.offering().id());
        Schema schema = Schema.of(ask.offering().id(), endpoint, ask.duration(), plan, quote, offers);
        return resourceInfo(ask.offering(), ask.request())
                .map(schema::withResourceInfo)
                .orElse(schema);
    }

    /** A resource that is handed out over HTTP says where. */
    Optional<JsonObject> resourceInfo(Offering offering, HttpServerRequest request) {
        Resource resource = loop.resource(offering);
        Optional<JsonObject> info = resource.info();
        if (resource.http().isEmpty()) {
            return info;
        }
        String url = parts.policy().address(request).http(offering.id());
        return Optional.of(info.map(JsonObject::copy).orElseGet(JsonObject::new).put("url", url));
    }

    private static long duration(HttpServerRequest request, Offering offering) {
        String text = request.getParam("duration", "");
        long duration = text.isEmpty() ? Math.min(DEFAULT_DURATION, longest(offering)) : parse(text);
        if (duration < 1 || duration > longest(offering)) {
            throw new IllegalArgumentException("out of range");
        }
        return duration;
    }

    private static long parse(String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException("not plain digits");
        }
        return Long.parseLong(text);
    }

    private static long longest(Offering offering) {
        return offering.tariff().maxDurationSeconds();
    }

    /** A refusal on its way out of a future. */
    private static final class Refusal extends RuntimeException {
        private final transient Problem problem;

        Refusal(Problem problem) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
        }
    }

    private static Problem problem(Throwable fault) {
        if (fault instanceof Refusal refusal) {
            return refusal.problem;
        }
        LOG.error("Quoting failed", fault);
        return Problem.of(502, "gateway_fault", "The gateway refused", "The server can not get terms for you now.");
    }

    static Problem unknownResource(String resourceId) {
        return Problem.of(404, "unknown_resource", "No such resource", "There is no resource " + resourceId + " here.");
    }

    /** Nobody should pay for what could not be started here. */
    private static Problem noNewSessions() {
        return Problem.of(503, Admission.NO_NEW_SESSIONS, "No new sessions", Admission.TRY_ANOTHER)
                .retryAfterMs(RETRY_AFTER_MS);
    }

    private static Problem badDuration(Offering offering) {
        return Problem.of(
                400,
                "invalid_duration",
                "Bad duration",
                "duration must be plain digits, 1 … " + longest(offering) + " seconds.");
    }

    private static Problem unpayable(Ask ask) {
        LOG.error(
                "The gateway accepts nothing that the resource {} has a price in",
                ask.offering().id());
        return Problem.of(
                503,
                "no_payment_method",
                "Can not be paid for now",
                "The gateway takes nothing this resource has a price in.");
    }

    private static Problem unknown(Ask ask, List<Offer> offers) {
        boolean methodKnown =
                offers.stream().anyMatch(offer -> offer.accepted().method().equals(ask.method()));
        boolean method = ask.method() != null && !methodKnown;
        return Problem.of(
                400,
                method ? "unknown_method" : "unknown_asset",
                method ? "Unknown payment method" : "Unknown asset",
                "This resource can be paid with: " + Tariff.words(offers) + ".");
    }

    private static Problem refused(String code, String reason) {
        boolean cap = code.contains("too_many") || code.contains("rate_limit");
        int status = cap ? 429 : code.equals(Codes.ASSET_SUSPENDED) ? 409 : 400;
        Problem problem = Problem.of(status, code, cap ? "Too many open quotes" : "No terms", reason);
        return cap ? problem.retryAfterMs(RETRY_AFTER_MS) : problem;
    }

    static Problem unavailable(String reason) {
        LOG.warn("The gateway did not quote: {}", reason);
        return Problem.of(
                        503,
                        "gateway_unavailable",
                        "The gateway does not answer",
                        "Terms can not be had now. Try again soon.")
                .retryAfterMs(RETRY_AFTER_MS);
    }
}
