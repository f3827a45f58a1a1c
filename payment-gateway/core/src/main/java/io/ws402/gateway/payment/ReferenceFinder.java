package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.method.Capabilities.Binding;
import io.ws402.gateway.method.Detection;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Verification;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the quote that a proof without a reference pays, as the first 0.1 clients sent them. Only where amounts are unique
 * can the transaction itself say it: the newest open quotes of the caller's key are held against it one by one.
 */
final class ReferenceFinder {
    private static final int QUOTES_TO_TRY = 32;

    private final OpenQuoteRepository quotes;
    private final MethodRegistry methods;
    private final RailObserver rail;
    private final Duration quarantine;

    ReferenceFinder(OpenQuoteRepository quotes, MethodRegistry methods, RailObserver rail, Duration quarantine) {
        this.quotes = quotes;
        this.methods = methods;
        this.rail = rail;
        this.quarantine = quarantine;
    }

    /** What came of the search. */
    sealed interface Search {
        /** The proof's transaction pays, or has paid, this quote. */
        record Found(String reference) implements Search {}

        /** None, or not yet; the answer says which. */
        record Ended(Verification answer) implements Search {}
    }

    /** Searches; waits this long for a transaction that is not final enough. */
    Future<Search> find(Caller caller, PaymentProof proof, Duration patience) {
        Optional<PaymentMethod> method = methods.all().stream()
                .filter(each -> each.describe().capabilities().binding() == Binding.AMOUNT
                        && each.detect(proof) instanceof Detection.Matches)
                .findFirst();
        return method.isPresent()
                ? find(caller, proof, method.get(), patience)
                : ended(Codes.MALFORMED_PROOF, "The proof carries no reference; it is in the quote's paymentDetails.");
    }

    private Future<Search> find(Caller caller, PaymentProof proof, PaymentMethod method, Duration patience) {
        String transaction = proof.text("txHash").orElse("").toLowerCase(Locale.ROOT);
        return quotes.claimedBy(caller, transaction).compose(claimed -> switch (claimed.size()) {
            case 0 ->
                quotes.newestOpen(caller, method.describe().id(), quarantine, QUOTES_TO_TRY)
                        .compose(open -> tryEach(open.iterator(), proof, method, patience));
            case 1 -> Future.succeededFuture(new Search.Found(claimed.getFirst()));
            default -> ambiguous(claimed);
        });
    }

    private Future<Search> tryEach(
            Iterator<StoredPayment> open, PaymentProof proof, PaymentMethod method, Duration patience) {
        if (!open.hasNext()) {
            return ended(
                    Codes.UNKNOWN_REFERENCE,
                    "The proof carries no reference, and its transaction pays none of the open quotes.");
        }
        StoredPayment quote = open.next();
        return rail.observe(method, quote, proof, patience).compose(observation -> switch (observation) {
            case Observation.Paid(ObservedDeposit arrived)
            when pays(quote, arrived) -> Future.succeededFuture(new Search.Found(quote.reference()));
            case Observation.Pending(String code, String reason, long retryAfterMs) ->
                Future.succeededFuture(new Search.Ended(new Verification.Pending(code, reason, retryAfterMs)));
            case Observation.Unavailable(String reason) ->
                Future.succeededFuture(new Search.Ended(new Verification.Unavailable(reason)));
            case Observation.Paid paid -> tryEach(open, proof, method, patience);
            case Observation.Refused refused -> tryEach(open, proof, method, patience);
        });
    }

    private static boolean pays(StoredPayment quote, ObservedDeposit arrived) {
        return ClaimDecision.onArrival(quote.price(), quote.recipient(), Binding.AMOUNT, arrived)
                instanceof ClaimDecision.Accept;
    }

    private static Future<Search> ambiguous(List<String> references) {
        return ended(
                Codes.MALFORMED_PROOF,
                "The proof carries no reference, and its transaction pays " + references.size()
                        + " quotes; say which one by its reference.");
    }

    private static Future<Search> ended(String code, String reason) {
        return Future.succeededFuture(new Search.Ended(new Verification.Rejected(code, reason)));
    }
}
