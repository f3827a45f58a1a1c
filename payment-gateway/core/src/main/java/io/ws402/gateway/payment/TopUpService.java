package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.payment.Arrivals.Arrival;
import io.ws402.gateway.payment.TopUpRepository.Terms;
import io.ws402.gateway.session.HolderCheck;
import io.ws402.gateway.session.HolderCheck.Refusal;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.TopUpOutcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Quotes top-ups of sessions that run, and adds what was paid for them. */
final class TopUpService {
    private final QuotePolicy policy;
    private final QuoteService quotes;
    private final TopUpRepository topUps;
    private final HolderCheck holders;
    private final Arrivals arrivals;
    private final Identifiers identifiers;

    TopUpService(
            QuotePolicy policy,
            QuoteService quotes,
            TopUpRepository topUps,
            HolderCheck holders,
            Arrivals arrivals,
            Identifiers identifiers) {
        this.policy = policy;
        this.quotes = quotes;
        this.topUps = topUps;
        this.holders = holders;
        this.arrivals = arrivals;
        this.identifiers = identifiers;
    }

    Future<QuoteOutcome> quote(Caller caller, TopUp topUp, QuoteRequest request) {
        return holders.refusal(caller, topUp.paymentId(), topUp.leaseEpoch())
                .compose(refusal -> refusal.isPresent()
                        ? noTerms(refusal.get())
                        : topUps.terms(caller, topUp.paymentId())
                                .compose(terms -> quote(caller, topUp, request, terms.orElseThrow())));
    }

    private Future<QuoteOutcome> quote(Caller caller, TopUp topUp, QuoteRequest request, Terms terms) {
        if (!request.resourceId().equals(terms.resourceId())) {
            return Future.succeededFuture(new QuoteOutcome.Refused(
                    Codes.RESOURCE_MISMATCH, "The session was paid for " + terms.resourceId() + "."));
        }
        QuoteRequest own = new QuoteRequest(
                terms.resourceId(),
                request.amount(),
                request.durationSeconds(),
                terms.plan(),
                request.method() == null ? terms.method() : request.method(),
                asset(request, terms),
                request.payerAddress());
        return quotes.quoteTopUp(caller, own, topUp, terms.asset())
                .compose(outcome -> outcome instanceof QuoteOutcome.Quoted
                        ? Future.succeededFuture(outcome)
                        // The session may have ended meanwhile, which says more than what kept the quote from being
                        // stored.
                        : holders.refusal(caller, topUp.paymentId(), topUp.leaseEpoch())
                                .compose(refusal -> refusal.map(TopUpService::noTerms)
                                        .orElseGet(() -> Future.succeededFuture(outcome))));
    }

    /** Who names nothing means the session's own; who names another method alone, that method's default. */
    private static @Nullable String asset(QuoteRequest request, Terms terms) {
        boolean ownMethod = request.method() == null || request.method().equals(terms.method());
        return request.asset() == null && ownMethod ? terms.asset().id().value() : request.asset();
    }

    Future<TopUpOutcome> topUp(Caller caller, TopUp topUp, PaymentProof proof) {
        Optional<String> reference = proof.reference();
        if (reference.isEmpty()) {
            return rejected(
                    Codes.MALFORMED_PROOF, "The proof carries no reference; it is in the quote's paymentDetails.");
        }
        return holders.refusal(caller, topUp.paymentId(), topUp.leaseEpoch())
                .compose(refusal -> refusal.isPresent() && !refusal.get().isOver()
                        ? rejected(refusal.get().code(), refusal.get().reason())
                        : topUps.find(caller, reference.get(), policy.quarantine())
                                .compose(found -> found.isPresent()
                                        ? topUp(caller, topUp, found.get(), proof)
                                        : rejected(
                                                Codes.UNKNOWN_REFERENCE,
                                                "No quote of this server has this reference.")));
    }

    private Future<TopUpOutcome> topUp(Caller caller, TopUp topUp, StoredPayment quote, PaymentProof proof) {
        StoredPayment.ToppedUp session = quote.topsUp();
        if (session == null) {
            return rejected(
                    Codes.TOP_UP_MISMATCH, "This pays for a session of its own; open one with it, as payment_proof.");
        }
        if (!session.paymentId().equals(topUp.paymentId())) {
            return rejected(Codes.TOP_UP_MISMATCH, "This top-up was quoted for another session.");
        }
        if (quote.state() instanceof PaymentState.Settled) {
            return rejected(Codes.LATE_PAYMENT, "Nobody presented this payment in time; it goes back to who paid.");
        }
        return arrivals.look(quote, null, proof, Duration.ZERO).compose(arrival -> switch (arrival) {
            case Arrival.Paid paid -> add(caller, topUp, quote, paid);
            case Arrival.Refused(String code, String reason) -> rejected(code, reason);
            case Arrival.Pending waits -> pending(waits);
            case Arrival.Unavailable(String reason) -> Future.succeededFuture(new TopUpOutcome.Unavailable(reason));
        });
    }

    private Future<TopUpOutcome> add(Caller caller, TopUp topUp, StoredPayment quote, Arrival.Paid paid) {
        Money arrived = paid.deposit().amount();
        if (quote.countsForNothing(arrived)) {
            return arrivals.giveBack(quote, paid.deposit(), Codes.AMOUNT_MISMATCH)
                    .compose(done -> rejected(
                            Codes.AMOUNT_MISMATCH,
                            arrived + " counts for nothing in the session; " + Arrivals.unused(paid.deposit())));
        }
        return topUps.add(caller, topUp.leaseEpoch(), quote, paid, identifiers.next("dep"))
                // Not by this call: perhaps by one a moment before, whose answer was lost.
                .compose(added -> added.isPresent()
                        ? Future.succeededFuture(added)
                        : topUps.addedBefore(topUp.paymentId(), paid.deposit()))
                .compose(added -> added.<Future<TopUpOutcome>>map(grown ->
                                Future.succeededFuture(new TopUpOutcome.Added(arrived, grown.by(), grown.balance())))
                        .orElseGet(() -> notAdded(caller, topUp, quote, paid)));
    }

    /** It goes back, unless the session goes on elsewhere: then its payer may present it there. */
    private Future<TopUpOutcome> notAdded(Caller caller, TopUp topUp, StoredPayment quote, Arrival.Paid paid) {
        return holders.refusal(caller, topUp.paymentId(), topUp.leaseEpoch()).compose(refusal -> {
            if (refusal.isEmpty()) {
                return arrivals.waiting(quote, paid)
                        .compose(waits -> waits.map(TopUpService::pending)
                                .orElseGet(() -> topUps.isTooShort(quote, paid.deposit())
                                        .compose(tooShort -> tooShort
                                                ? rejected(
                                                        Codes.AUTHORISATION_UNUSABLE, AuthorisationRepository.REFUSAL)
                                                : paidTwice(quote, paid))));
            }
            if (refusal.get().isOver()) {
                return arrivals.giveBackAfterTheEnd(quote, paid.deposit())
                        .compose(done -> rejected(
                                Codes.SESSION_OVER, "The session is over; " + Arrivals.unused(paid.deposit())));
            }
            return rejected(refusal.get().code(), refusal.get().reason());
        });
    }

    private Future<TopUpOutcome> paidTwice(StoredPayment quote, Arrival.Paid paid) {
        return arrivals.giveBack(quote, paid.deposit(), Codes.ALREADY_CLAIMED)
                .compose(done -> rejected(
                        Codes.ALREADY_CLAIMED,
                        "This quote was paid before, or this payment is another's; "
                                + Arrivals.unused(paid.deposit())));
    }

    private static Future<TopUpOutcome> pending(Arrival.Pending waits) {
        return Future.succeededFuture(new TopUpOutcome.Pending(waits.code(), waits.reason(), waits.retryAfterMs()));
    }

    private static Future<TopUpOutcome> rejected(String code, String reason) {
        return Future.succeededFuture(new TopUpOutcome.Rejected(code, reason));
    }

    private static Future<QuoteOutcome> noTerms(Refusal refusal) {
        return Future.succeededFuture(new QuoteOutcome.Refused(refusal.code(), refusal.reason()));
    }
}
