package io.ws402.server.http;

import io.vertx.core.AsyncResult;
import io.ws402.protocol.message.ClientMessage.QuoteTopUp;
import io.ws402.protocol.message.Schema.Offer;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.pricing.TopUpPrice;
import io.ws402.server.session.PayerLink;
import io.ws402.server.session.Session;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has a running session topped up: one set of terms and one proof at a time. The session goes on meanwhile, and may end.
 * Confined to its event loop.
 */
final class TopUps {
    private final PaymentProvider provider;
    private final Loop loop;
    private final Session session;
    private final PayerLink payer;
    private final String payerAddress;
    private final TopUpExchange exchange;
    private boolean quoting;

    TopUps(
            PaymentProvider provider,
            Loop loop,
            Session session,
            PayerLink payer,
            String payerAddress,
            SocketLimits limits) {
        this.provider = provider;
        this.loop = loop;
        this.session = session;
        this.payer = payer;
        this.payerAddress = payerAddress;
        this.exchange = new TopUpExchange(provider, loop, session, payer, limits.verify());
    }

    /** Asks the gateway for terms; sends them, or why there are none. */
    void quote(QuoteTopUp asked) {
        if (quoting) {
            refuse(Codes.TOP_UP_IN_PROGRESS, "Terms for a top-up are on their way already.");
            return;
        }
        Asset own = session.grant().balance().asset();
        boolean ownAsset = asked.asset() == null
                || asked.asset().equals(own.symbol())
                || asked.asset().equals(own.id().value());
        if (asked.method() == null && ownAsset) {
            quote(TopUpPrice.own(asked.size(), session.grant().plan()), asked.size(), null);
            return;
        }
        quoting = true;
        loop.when(provider.accepts(), accepted -> {
            quoting = false;
            if (accepted.failed()) {
                unavailable();
            } else if (session.state().isOpen()) {
                quote(asked, accepted.result());
            }
        });
    }

    /** By another method than the session's, or with another asset. */
    private void quote(QuoteTopUp asked, List<AcceptedAsset> accepted) {
        SessionGrant grant = session.grant();
        List<Offer> offers = loop.offering(grant.resourceId())
                .map(offering -> offering.tariff().offers(accepted))
                .orElse(List.of());
        String own = grant.balance().asset().id().value();
        // Who names a method alone means the session's asset where the method takes it.
        Optional<Offer> selected = asked.asset() == null
                ? Tariff.select(offers, asked.method(), own).or(() -> Tariff.select(offers, asked.method(), null))
                : Tariff.select(offers, asked.method(), asked.asset());
        if (selected.isEmpty()) {
            boolean methodKnown = asked.method() == null
                    || offers.stream()
                            .anyMatch(offer -> offer.accepted().method().equals(asked.method()));
            refuse(
                    methodKnown ? Codes.UNKNOWN_ASSET : Codes.UNKNOWN_METHOD,
                    "The session can be topped up with: " + Tariff.words(offers) + ".");
            return;
        }
        Offer offer = selected.get();
        if (offer.accepted().asset().id().value().equals(own)) {
            quote(TopUpPrice.own(asked.size(), grant.plan()), asked.size(), offer);
            return;
        }
        TopUpPrice.in(offer.plan(), asked.size(), grant.plan())
                .ifPresentOrElse(
                        price -> quote(price, asked.size(), offer),
                        () -> refuse(
                                Codes.ASSET_MISMATCH,
                                "What this is worth in the session's asset can not be told, since a second costs nothing."));
    }

    /** @param offer in what to pay; null for what the session was paid with */
    private void quote(TopUpPrice price, QuoteTopUp.Size size, @Nullable Offer offer) {
        SessionGrant grant = session.grant();
        PricePlan plan = grant.plan();
        long unpaid = session.secondsUnpaid();
        if (isTooLong(size, price.worth(), plan, unpaid)) {
            refuse(
                    Codes.BEYOND_MAX_DURATION,
                    "This session can last for at most " + unpaid + " seconds more than is paid for.");
            return;
        }
        AcceptedAsset paid = offer == null ? null : offer.accepted();
        QuoteRequest request = new QuoteRequest(
                grant.resourceId(),
                price.amount(),
                seconds(price.worth(), plan),
                plan,
                paid == null ? null : paid.method(),
                paid == null ? null : paid.asset().id().value(),
                payerAddress);
        boolean own =
                paid == null || paid.asset().id().equals(grant.balance().asset().id());
        quoting = true;
        loop.when(
                provider.quoteTopUp(grant.paymentId(), grant.leaseEpoch(), request, own ? null : price.worth()),
                this::quoted);
    }

    /** Where traffic costs too, no amount is too much: only what is asked for as time can be. */
    private static boolean isTooLong(QuoteTopUp.Size size, BigInteger worth, PricePlan plan, long unpaid) {
        boolean soldByTime = plan.pricePerSecond().signum() > 0;
        boolean trafficPriced =
                plan.pricePerMegabyte().signum() > 0 || plan.pricePerMessage().signum() > 0;
        return soldByTime
                && switch (size) {
                    case QuoteTopUp.Seconds(long seconds) -> seconds > unpaid;
                    case QuoteTopUp.Amount _ -> !trafficPriced && worth.compareTo(plan.priceOf(unpaid)) > 0;
                };
    }

    private static long seconds(BigInteger worth, PricePlan plan) {
        if (plan.pricePerSecond().signum() == 0) {
            return plan.maxDurationSeconds();
        }
        BigInteger seconds = worth.divide(plan.pricePerSecond());
        return seconds.min(BigInteger.valueOf(plan.maxDurationSeconds()))
                .max(BigInteger.ONE)
                .longValueExact();
    }

    private void quoted(AsyncResult<QuoteOutcome> answer) {
        quoting = false;
        if (!session.state().isOpen()) {
            return;
        }
        QuoteOutcome outcome =
                answer.succeeded() ? answer.result() : new QuoteOutcome.Unavailable(String.valueOf(answer.cause()));
        switch (outcome) {
            case QuoteOutcome.Quoted(Quote quote) -> {
                loop.uris().remember(quote);
                payer.send(new ServerMessage.TopUpQuote(
                        quote.details(),
                        Objects.requireNonNullElse(quote.worth(), quote.price().units())));
            }
            case QuoteOutcome.Refused(String code, String reason) -> refuse(code, reason);
            case QuoteOutcome.Unavailable _ -> unavailable();
        }
    }

    private void unavailable() {
        if (session.state().isOpen()) {
            refuse(Codes.GATEWAY_UNAVAILABLE, "Terms for a top-up can not be had now. Ask again soon.");
        }
    }

    /** Presents a proof until the gateway has decided. */
    void topUp(PaymentProof proof) {
        exchange.present(proof);
    }

    private void refuse(String code, String reason) {
        payer.send(new ServerMessage.ControlError(code, reason));
    }
}
