package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.method.Detection;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies proofs: finds the payment, asks the rail what arrived, decides, and claims. */
final class VerifyService {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyService.class);

    private final QuotePolicy policy;
    private final ClaimRepository claims;
    private final DepositRepository deposits;
    private final MethodRegistry methods;
    private final RailObserver rail;
    private final Identifiers identifiers;

    VerifyService(
            QuotePolicy policy,
            ClaimRepository claims,
            DepositRepository deposits,
            MethodRegistry methods,
            RailObserver rail,
            Identifiers identifiers) {
        this.policy = policy;
        this.claims = claims;
        this.deposits = deposits;
        this.methods = methods;
        this.rail = rail;
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
            case PaymentState.Quoted quoted -> look(claimant, payment, proof);
            case PaymentState.Expired expired -> look(claimant, payment, proof);
            case PaymentState.Paid paid -> look(claimant, payment, proof);
            case PaymentState.Held held -> repeatOrTakeUp(claimant, payment, proof);
            case PaymentState.Settled settled
            when payment.holder() == null ->
                rejected(Codes.LATE_PAYMENT, "Nobody claimed this payment in time; it goes back to who paid.");
            case PaymentState.Settled settled -> alreadyClaimed();
            case PaymentState.Reversed reversed ->
                rejected(Codes.PAYMENT_REVERSED, "The chain has undone this payment; ask for a new quote.");
        };
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

    private Future<Verification> look(Claimant claimant, StoredPayment payment, PaymentProof proof) {
        ClaimDecision first =
                ClaimDecision.beforeLooking(payment.resourceId(), claimant.resourceId(), payment.afterQuarantine());
        if (first instanceof ClaimDecision.Refuse(String code, String reason)) {
            return rejected(code, reason);
        }
        Optional<PaymentMethod> method = methods.byId(payment.method());
        if (method.isEmpty()) {
            return rejected(
                    Codes.UNKNOWN_METHOD,
                    "This was quoted for method '" + payment.method() + "', which the gateway no longer offers.");
        }
        // A proof that the method does not take for its own is refused by the method, which knows why (another chain).
        return method.get().detect(proof) instanceof Detection.Malformed(String reason)
                ? rejected(Codes.MALFORMED_PROOF, reason)
                : rail.observe(method.get(), payment, proof, claimant.patience())
                        .compose(observation -> decide(claimant, payment, method.get(), observation));
    }

    private Future<Verification> decide(
            Claimant claimant, StoredPayment payment, PaymentMethod method, Observation observation) {
        return switch (observation) {
            case Observation.Paid(ObservedDeposit arrived) -> {
                var binding = method.describe().capabilities().binding();
                yield switch (ClaimDecision.onArrival(payment.price(), payment.recipient(), binding, arrived)) {
                    case ClaimDecision.Accept accept -> claim(claimant, payment, method, arrived);
                    case ClaimDecision.Refuse(String code, String reason)
                    when code.equals(Codes.AMOUNT_MISMATCH) ->
                        giveBack(payment, arrived, code).compose(done -> rejected(code, reason));
                    case ClaimDecision.Refuse(String code, String reason) -> rejected(code, reason);
                };
            }
            case Observation.Refused(String code, String reason, var arrived) ->
                arrived == null
                        ? rejected(code, reason)
                        : giveBack(payment, arrived, code).compose(done -> rejected(code, reason));
            case Observation.Pending(String code, String reason, long retryAfterMs) ->
                Future.succeededFuture(new Verification.Pending(code, reason, retryAfterMs));
            case Observation.Unavailable(String reason) -> Future.succeededFuture(new Verification.Unavailable(reason));
        };
    }

    private Future<Verification> claim(
            Claimant claimant, StoredPayment payment, PaymentMethod method, ObservedDeposit arrived) {
        var money = method.describe().capabilities().money();
        return claims.claim(payment, claimant, arrived, identifiers.next("dep"), money)
                // Not claimed by this call: perhaps by the same claim a moment before, whose answer was lost.
                .compose(claimed -> claimed.isPresent()
                        ? accepted(claimed.get())
                        : claims.grantOf(payment, claimant)
                                .compose(same -> same.isPresent() ? accepted(same.get()) : alreadyClaimed()));
    }

    private Future<Boolean> giveBack(StoredPayment payment, ObservedDeposit arrived, String reason) {
        return deposits.giveBack(payment, arrived, identifiers.next("dep"), identifiers.next("ref"), reason)
                .onSuccess(done -> {
                    if (done) {
                        LOG.info("payment {}: {} goes back to its payer ({})", payment.id(), arrived.amount(), reason);
                    }
                });
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
