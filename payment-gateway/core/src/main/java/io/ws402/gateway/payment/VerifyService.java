package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.payment.Arrivals.Arrival;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.util.Optional;
import java.util.function.Function;

/** Verifies proofs: finds the payment, asks the rail what arrived, decides, and claims. */
final class VerifyService {
    private final QuotePolicy policy;
    private final ClaimRepository claims;
    private final Arrivals arrivals;
    private final Identifiers identifiers;

    VerifyService(QuotePolicy policy, ClaimRepository claims, Arrivals arrivals, Identifiers identifiers) {
        this.policy = policy;
        this.claims = claims;
        this.arrivals = arrivals;
        this.identifiers = identifiers;
    }

    Future<Verification> verify(Claimant claimant, String reference, PaymentProof proof) {
        return claims.find(claimant.caller(), reference, policy.quarantine())
                .compose(found -> found.isPresent()
                        ? verify(claimant, found.get(), proof)
                        : rejected(Codes.UNKNOWN_REFERENCE, "No quote of this server has this reference."));
    }

    private Future<Verification> verify(Claimant claimant, StoredPayment payment, PaymentProof proof) {
        return switch (payment.state()) {
            case PaymentState.Quoted _, PaymentState.Expired _, PaymentState.Paid _ ->
                payment.topsUp() == null
                        ? look(claimant, payment, proof, paid -> claim(claimant, payment, paid))
                        : ofTopUp(claimant, payment, payment.topsUp(), proof);
            case PaymentState.Held held -> repeatOrTakeUp(claimant, payment, proof);
            case PaymentState.Settled settled
            when payment.holder() == null ->
                rejected(Codes.LATE_PAYMENT, "Nobody claimed this payment in time; it goes back to who paid.");
            case PaymentState.Settled _, PaymentState.Added _ -> alreadyClaimed();
            case PaymentState.Reversed reversed ->
                rejected(Codes.PAYMENT_REVERSED, "The chain has undone this payment; ask for a new quote.");
        };
    }

    /** It opens no session. While its own session goes on it belongs there; after that there is nothing but its way back. */
    private Future<Verification> ofTopUp(
            Claimant claimant, StoredPayment payment, StoredPayment.ToppedUp session, PaymentProof proof) {
        if (session.open()) {
            return rejected(Codes.TOP_UP_MISMATCH, "This pays a top-up; send it inside its session, as ws402.top_up.");
        }
        return look(
                claimant,
                payment,
                proof,
                paid -> arrivals.giveBackAfterTheEnd(payment, paid.deposit())
                        .compose(done -> rejected(
                                Codes.SESSION_OVER, "The session is over; " + Arrivals.unused(paid.deposit()))));
    }

    private Future<Verification> repeatOrTakeUp(Claimant claimant, StoredPayment payment, PaymentProof proof) {
        return claims.grantOf(payment, claimant)
                .compose(same -> same.isPresent() ? accepted(same.get()) : takeUp(claimant, payment, proof));
    }

    private Future<Verification> takeUp(Claimant claimant, StoredPayment payment, PaymentProof proof) {
        Optional<ClaimSecret> secret = proof.claimSecret().map(ClaimSecret::new);
        StoredPayment.Holder holder = payment.holder();
        boolean mayTakeUp = holder != null
                && claimant.lease() != null
                && payment.resourceId().equals(claimant.resourceId())
                && secret.isPresent()
                && secret.get().matches(payment.claimSecretHash());
        if (holder == null || !mayTakeUp) {
            return alreadyClaimed();
        }
        return claims.takeUp(payment, holder.leaseEpoch(), claimant, secret.orElseThrow())
                .compose(taken -> taken.isPresent() ? accepted(taken.get()) : alreadyClaimed());
    }

    private Future<Verification> look(
            Claimant claimant,
            StoredPayment payment,
            PaymentProof proof,
            Function<Arrival.Paid, Future<Verification>> whenPaid) {
        return arrivals.look(payment, claimant.resourceId(), proof, claimant.patience())
                .compose(arrival -> switch (arrival) {
                    case Arrival.Paid paid -> whenPaid.apply(paid);
                    case Arrival.Refused(String code, String reason) -> rejected(code, reason);
                    case Arrival.Pending pending -> pending(pending);
                    case Arrival.Unavailable(String reason) ->
                        Future.succeededFuture(new Verification.Unavailable(reason));
                });
    }

    private Future<Verification> claim(Claimant claimant, StoredPayment payment, Arrival.Paid paid) {
        // A 0.1 server reckons what goes back from what was sent, and of an authorisation nothing was.
        if (paid.deposit().money() == MoneyKind.AUTHORISED && claimant.lease() == null) {
            return rejected(
                    Codes.AUTHORISATION_UNUSABLE, "This server can not meter against money that is only authorised.");
        }
        return claims.claim(payment, claimant, paid, identifiers.next("dep"), identifiers.next("dep"))
                // Not claimed by this call: perhaps by the same claim a moment before, whose answer was lost.
                .compose(claimed -> claimed.isPresent()
                        ? accepted(claimed.get())
                        : claims.grantOf(payment, claimant)
                                .compose(same -> same.isPresent() ? accepted(same.get()) : notClaimed(payment, paid)));
    }

    private Future<Verification> notClaimed(StoredPayment payment, Arrival.Paid paid) {
        return arrivals.waiting(payment, paid)
                .compose(waits -> waits.map(VerifyService::pending)
                        .orElseGet(() -> claims.isTooShort(payment, paid.deposit())
                                .compose(tooShort -> tooShort ? tooShort() : alreadyClaimed())));
    }

    private static Future<Verification> tooShort() {
        return rejected(Codes.AUTHORISATION_UNUSABLE, AuthorisationRepository.REFUSAL);
    }

    private static Future<Verification> pending(Arrival.Pending waits) {
        return Future.succeededFuture(new Verification.Pending(waits.code(), waits.reason(), waits.retryAfterMs()));
    }

    private static Future<Verification> accepted(SessionGrant grant) {
        return Future.succeededFuture(new Verification.Accepted(grant));
    }

    private static Future<Verification> alreadyClaimed() {
        return rejected(Codes.ALREADY_CLAIMED, "This payment is, or was, another session's.");
    }

    private static Future<Verification> rejected(String code, String reason) {
        return Future.succeededFuture(new Verification.Rejected(code, reason));
    }
}
