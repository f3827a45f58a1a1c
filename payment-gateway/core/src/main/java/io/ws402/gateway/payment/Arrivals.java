package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.method.Detection;
import io.ws402.gateway.method.ExposureCap;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a proof shows to have arrived for a quote: asks the rail, decides whether that pays the quote, and sends back to
 * its payer what never can.
 */
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private static final Arrival.Pending BEYOND_EXPOSURE = new Arrival.Pending(
            Codes.PAYMENT_PENDING,
            "It has arrived; it is taken once it, or enough of what came before it, can no longer be undone.",
            2_000);

    private final DepositRepository deposits;
    private final ExposureRepository exposure;
    private final MethodRegistry methods;
    private final RailObserver rail;
    private final Identifiers identifiers;

    Arrivals(Database database, MethodRegistry methods, RailObserver rail, Identifiers identifiers) {
        this.deposits = new DepositRepository(database.pool());
        this.exposure = new ExposureRepository(database);
        this.methods = methods;
        this.rail = rail;
        this.identifiers = identifiers;
    }

    /** What a look at the rail told. */
    sealed interface Arrival {
        /** The quote is paid by this; nobody has claimed it yet. */
        record Paid(ObservedDeposit deposit, ExposureCap cap) implements Arrival {}

        /** It is not, and will not be by this proof. */
        record Refused(String code, String reason) implements Arrival {}

        /** Not yet. */
        record Pending(String code, String reason, long retryAfterMs) implements Arrival {}

        /** The rail does not answer. */
        record Unavailable(String reason) implements Arrival {}
    }

    /**
     * Looks.
     *
     * @param resourceId what it is to pay for; null when that is beyond doubt, or not said
     * @param patience how long to wait for what is not final enough
     */
    Future<Arrival> look(StoredPayment payment, @Nullable String resourceId, PaymentProof proof, Duration patience) {
        ClaimDecision first = ClaimDecision.beforeLooking(payment.resourceId(), resourceId, payment.afterQuarantine());
        if (first instanceof ClaimDecision.Refuse(String code, String reason)) {
            return refused(code, reason);
        }
        Optional<PaymentMethod> method = methods.byId(payment.method());
        if (method.isEmpty()) {
            return refused(
                    Codes.UNKNOWN_METHOD,
                    "This was quoted for method '" + payment.method() + "', which the gateway no longer offers.");
        }
        // A proof that the method does not take for its own is refused by the method, which knows why (another chain).
        return method.get().detect(proof) instanceof Detection.Malformed(String reason)
                ? refused(Codes.MALFORMED_PROOF, reason)
                : rail.observe(method.get(), payment, proof, patience)
                        .compose(observation -> decide(payment, method.get(), observation));
    }

    private Future<Arrival> decide(StoredPayment payment, PaymentMethod method, Observation observation) {
        return switch (observation) {
            case Observation.Paid(ObservedDeposit arrived) -> {
                var able = method.describe().capabilities();
                yield switch (ClaimDecision.onArrival(payment.price(), payment.recipient(), able.binding(), arrived)) {
                    case ClaimDecision.Accept accept ->
                        Future.succeededFuture(new Arrival.Paid(
                                arrived, method.exposureCap(arrived.amount().asset())));
                    case ClaimDecision.Refuse(String code, String reason)
                    when code.equals(Codes.AMOUNT_MISMATCH) ->
                        giveBack(payment, arrived, code).compose(done -> refused(code, reason));
                    case ClaimDecision.Refuse(String code, String reason) -> refused(code, reason);
                };
            }
            case Observation.Refused(String code, String reason, var arrived) ->
                arrived == null
                        ? refused(code, reason)
                        : giveBack(payment, arrived, code).compose(done -> refused(code, reason));
            case Observation.Pending(String code, String reason, long retryAfterMs) ->
                Future.succeededFuture(new Arrival.Pending(code, reason, retryAfterMs));
            case Observation.Unavailable(String reason) -> Future.succeededFuture(new Arrival.Unavailable(reason));
        };
    }

    /** What arrived for a session that is over goes back, also where the watch of the wallets has entered it already. */
    Future<Boolean> giveBackAfterTheEnd(StoredPayment topUp, ObservedDeposit arrived) {
        return giveBack(topUp, arrived, Codes.SESSION_OVER)
                .compose(done -> done
                        ? Future.succeededFuture(true)
                        : deposits.giveBackUnclaimed(
                                topUp.id(), identifiers.next("ref"), Duration.ZERO, Codes.SESSION_OVER));
    }

    /**
     * Enters what arrived and plans its refund, once; answers whether that was done now. Nothing of what is only authorised is
     * here to be given back.
     */
    Future<Boolean> giveBack(StoredPayment payment, ObservedDeposit arrived, String reason) {
        if (arrived.money() == MoneyKind.AUTHORISED) {
            return Future.succeededFuture(false);
        }
        return deposits.giveBack(payment, arrived, identifiers.next("dep"), identifiers.next("ref"), reason)
                .onSuccess(done -> {
                    if (done) {
                        LOG.info("payment {}: {} goes back to its payer ({})", payment.id(), arrived.amount(), reason);
                    }
                });
    }

    /** What becomes of a deposit that is not taken, for its payer. */
    static String unused(ObservedDeposit deposit) {
        return deposit.money() == MoneyKind.AUTHORISED
                ? "nothing is taken of what was authorised."
                : "what was paid goes back to its payer.";
    }

    /** Whether what was paid has not been taken only because more must become final before; then it is presented again. */
    Future<Optional<Arrival.Pending>> waiting(StoredPayment payment, Arrival.Paid paid) {
        return exposure.isWaiting(payment, paid.deposit(), paid.cap())
                .map(waits -> waits ? Optional.of(BEYOND_EXPOSURE) : Optional.empty());
    }

    private static Future<Arrival> refused(String code, String reason) {
        return Future.succeededFuture(new Arrival.Refused(code, reason));
    }
}
