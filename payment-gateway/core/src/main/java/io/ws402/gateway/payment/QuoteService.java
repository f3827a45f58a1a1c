package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.method.Capabilities.Binding;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.gateway.GenerateAnswer;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.money.Rounding;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes quotes: picks method and asset, reserves the amount, has the method write its terms, stores them. */
final class QuoteService {
    private static final Logger LOG = LoggerFactory.getLogger(QuoteService.class);
    private static final long METHOD_WAIT_MS = 10_000;
    private static final long LONGEST_SESSION_SECONDS = Duration.ofDays(3650).toSeconds();

    private final QuotePolicy policy;
    private final LeasePolicy leases;
    private final QuoteRepository quotes;
    private final MethodRegistry methods;
    private final Identifiers identifiers;
    private final SecureRandom random;

    QuoteService(
            QuotePolicy policy,
            LeasePolicy leases,
            QuoteRepository quotes,
            MethodRegistry methods,
            Identifiers identifiers,
            SecureRandom random) {
        this.policy = policy;
        this.leases = leases;
        this.quotes = quotes;
        this.methods = methods;
        this.identifiers = identifiers;
        this.random = random;
    }

    Future<QuoteOutcome> quote(Caller caller, QuoteRequest request) {
        return quote(new Ask(caller, request, null));
    }

    /**
     * Terms for a session that runs, which the caller holds; on the request's plan, method and asset as they are.
     *
     * @param counted the session's asset
     */
    Future<QuoteOutcome> quoteTopUp(Caller caller, QuoteRequest request, TopUp topUp, Asset counted) {
        return quote(new Ask(caller, request, new ForSession(topUp, counted)));
    }

    private record ForSession(TopUp topUp, Asset counted) {}

    private record Ask(
            Caller caller, QuoteRequest request, @Nullable ForSession session) {
        /** What this price counts for in the session's asset, by what the server says that the asked amount does. */
        @Nullable BigInteger worth(Money price) {
            BigInteger worth = session == null ? null : session.topUp().worth();
            return worth == null ? null : Rounding.floor(price.units(), worth, request.amount());
        }
    }

    private Future<QuoteOutcome> quote(Ask ask) {
        QuoteRequest request = ask.request();
        Optional<PaymentMethod> picked =
                request.method() == null ? Optional.of(methods.defaultMethod()) : methods.byId(request.method());
        if (picked.isEmpty()) {
            return refused(
                    Codes.UNKNOWN_METHOD,
                    "There is no payment method '" + request.method() + "'; GET /api/methods lists them.");
        }
        MethodDescription method = picked.get().describe();
        Optional<Asset> asset =
                request.asset() == null ? Optional.of(method.assets().getFirst()) : method.asset(request.asset());
        if (asset.isEmpty()) {
            return refused(
                    Codes.UNKNOWN_ASSET,
                    "Method '" + method.id() + "' does not take '" + request.asset()
                            + "'; GET /api/methods lists what it does.");
        }
        if (request.amount().signum() <= 0) {
            return refused("amount_too_small", "An amount must be at least 1; this one is " + request.amount() + ".");
        }
        if (Rounding.upToDouble(request.amount()).compareTo(UniqueAmounts.LARGEST) > 0) {
            return amountTooLarge();
        }
        Optional<QuoteOutcome> notRated =
                ask.session() == null ? Optional.empty() : notRated(ask.session(), asset.get());
        if (notRated.isPresent()) {
            return Future.succeededFuture(notRated.get());
        }
        if (!methods.isUp(method.id())) {
            return unavailable("Payment method '" + method.id() + "' is not up; try again later or pick another one.");
        }
        return quote(ask, picked.get(), asset.get());
    }

    /** Another asset than the session's needs a worth in that, and only another one has any. */
    private static Optional<QuoteOutcome> notRated(ForSession session, Asset asset) {
        BigInteger worth = session.topUp().worth();
        boolean own = asset.id().equals(session.counted().id());
        if (own != (worth == null)) {
            return Optional.of(new QuoteOutcome.Refused(
                    Codes.ASSET_MISMATCH,
                    own
                            ? "What is paid in the session's own asset counts as it is: leave worth away."
                            : "The session counts in " + session.counted().symbol() + ", and nothing says what "
                                    + asset.symbol() + " is worth in it."));
        }
        if (worth != null && worth.signum() == 0) {
            return Optional.of(new QuoteOutcome.Refused(
                    "amount_too_small",
                    "So little counts for nothing in " + session.counted().symbol() + "; ask for more."));
        }
        return worth != null && worth.compareTo(UniqueAmounts.LARGEST) > 0 ? Optional.of(tooLarge()) : Optional.empty();
    }

    private Future<QuoteOutcome> quote(Ask ask, PaymentMethod method, Asset asset) {
        String paymentId = identifiers.next("pay");
        return price(paymentId, ask.request().amount(), method.describe(), asset, 0)
                .compose(price -> price.map(money -> terms(ask, method, paymentId, money))
                        .orElseGet(QuoteService::amountTooLarge));
    }

    /** The exact figure; empty when it would be too large. Fails when no free amount was found. */
    private Future<Optional<Money>> price(
            String paymentId, BigInteger amount, MethodDescription method, Asset asset, int attempt) {
        if (method.capabilities().binding() == Binding.REFERENCE) {
            return Future.succeededFuture(Optional.of(new Money(asset, Rounding.upToDouble(amount))));
        }
        if (attempt == UniqueAmounts.ATTEMPTS) {
            return Future.failedFuture("no free amount near " + amount + " of " + asset.id() + " was found");
        }
        var candidates = UniqueAmounts.candidates(amount, attempt, random);
        if (candidates.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        long reservedForMs = policy.lifetime().plus(policy.quarantine()).toMillis();
        return quotes.reserveAmount(method.recipient(), asset.id(), paymentId, candidates, reservedForMs)
                .compose(reserved -> reserved.isPresent()
                        ? Future.succeededFuture(Optional.of(new Money(asset, reserved.get())))
                        : price(paymentId, amount, method, asset, attempt + 1));
    }

    private Future<QuoteOutcome> terms(Ask ask, PaymentMethod method, String paymentId, Money price) {
        String reference = method.newReference(random);
        QuoteOrder order = new QuoteOrder(
                paymentId,
                reference,
                ask.request().resourceId(),
                price,
                policy.lifetime(),
                policy.lifetime().plus(longest(ask.request().plan())).plus(leases.afterTheEnd()));
        return Future.succeededFuture()
                .compose(now -> method.quote(order))
                .timeout(METHOD_WAIT_MS, TimeUnit.MILLISECONDS)
                .map(Optional::of)
                .otherwise(failure -> {
                    LOG.warn("method {} could not quote: {}", method.describe().id(), failure.getMessage());
                    return Optional.empty();
                })
                .compose(terms -> terms.isPresent()
                        ? store(ask, method, paymentId, price, reference, terms.get())
                        : quotes.releaseAmount(paymentId)
                                .compose(released -> unavailable("Payment method '"
                                        + method.describe().id() + "' does not answer; try again later.")));
    }

    private static Duration longest(PricePlan plan) {
        return Duration.ofSeconds(Math.min(plan.maxDurationSeconds(), LONGEST_SESSION_SECONDS));
    }

    private Future<QuoteOutcome> store(
            Ask ask, PaymentMethod method, String paymentId, Money price, String reference, QuoteTerms terms) {
        ClaimSecret secret = ClaimSecret.random(random);
        NewQuote quote = new NewQuote(
                paymentId,
                ask.caller(),
                ask.request(),
                ask.session() == null ? null : ask.session().topUp(),
                method.describe(),
                price,
                ask.worth(price),
                reference,
                secret.hash(),
                terms);
        return quotes.insert(quote, policy).compose(expiry -> {
            if (expiry.isEmpty()) {
                return quotes.releaseAmount(paymentId)
                        .compose(released -> quotes.isSuspended(method.describe(), price.asset()))
                        .compose(suspended -> suspended ? suspended(price.asset()) : tooMany());
            }
            return Future.succeededFuture(
                    new QuoteOutcome.Quoted(answer(quote, secret, expiry.get()).toQuote()));
        });
    }

    private GenerateAnswer answer(NewQuote quote, ClaimSecret secret, Instant expiresAt) {
        return new GenerateAnswer(
                quote.terms().details(),
                quote.id(),
                quote.reference(),
                secret.value(),
                quote.method().id(),
                quote.price(),
                policy.lifetime().toMillis(),
                expiresAt.toEpochMilli(),
                quote.terms().paymentUri(),
                quote.worth());
    }

    private static Future<QuoteOutcome> suspended(Asset asset) {
        return refused(
                Codes.ASSET_SUSPENDED,
                asset.symbol()
                        + " can not be sent back to anybody for now, so that nothing is quoted in it; pick another"
                        + " asset, or try again later.");
    }

    private static Future<QuoteOutcome> tooMany() {
        return refused(
                "too_many_open_quotes",
                "Too many quotes are open and unpaid; pay one, or wait until some have expired.");
    }

    private static Future<QuoteOutcome> amountTooLarge() {
        return Future.succeededFuture(tooLarge());
    }

    private static QuoteOutcome tooLarge() {
        return new QuoteOutcome.Refused(
                "amount_too_large",
                "The price is above 10^21 smallest units, more than WS402 clients can read; ask for a shorter duration.");
    }

    private static Future<QuoteOutcome> refused(String code, String reason) {
        return Future.succeededFuture(new QuoteOutcome.Refused(code, reason));
    }

    private static Future<QuoteOutcome> unavailable(String reason) {
        return Future.succeededFuture(new QuoteOutcome.Unavailable(reason));
    }
}
