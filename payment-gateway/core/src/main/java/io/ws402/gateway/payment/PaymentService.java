package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.session.HolderCheck;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Quotes and verifies payments. Expected outcomes are values; a failed future is a fault (the database does not answer)
 * and decides nothing. Every call may be repeated. Thread-safe; as many gateways as there are work on one database.
 */
public final class PaymentService {
    private final QuoteService quotes;
    private final VerifyService verifications;
    private final TopUpService topUps;
    private final ReferenceFinder references;
    private final SecureRandom random;
    private final LeasePolicy leases;
    private final VerifyCounters counters;

    /** On this database, with these methods. */
    public PaymentService(
            QuotePolicy policy,
            LeasePolicy leases,
            Database database,
            MethodRegistry methods,
            SessionGrants grants,
            Identifiers identifiers,
            SecureRandom random,
            VerifyCounters counters) {
        QuoteRepository quoteRepository = new QuoteRepository(database.pool());
        ExposureRepository exposure = new ExposureRepository(database);
        ClaimRepository claims = new ClaimRepository(database, exposure, grants, leases);
        this.quotes = new QuoteService(policy, leases, quoteRepository, methods, identifiers, random);
        RailObserver rail = new RailObserver();
        Arrivals arrivals = new Arrivals(database, methods, rail, identifiers);
        this.verifications = new VerifyService(policy, claims, arrivals, identifiers);
        this.topUps = new TopUpService(
                policy,
                quotes,
                new TopUpRepository(database, exposure, leases),
                new HolderCheck(database, leases),
                arrivals,
                identifiers);
        this.references =
                new ReferenceFinder(new OpenQuoteRepository(database.pool()), methods, rail, policy.quarantine());
        this.random = random;
        this.leases = leases;
        this.counters = counters;
    }

    /**
     * Terms for a payer. The claim secret is in the answer's details and nowhere else.
     *
     * @return refused with {@code unknown_method}, {@code unknown_asset}, {@code amount_too_small}, {@code
     *     amount_too_large}, {@code asset_suspended} or {@code too_many_open_quotes}
     */
    public Future<QuoteOutcome> quote(Caller caller, QuoteRequest request) {
        return quotes.quote(caller, request);
    }

    /**
     * Terms on which the balance of a session can grow that the caller holds, on the session's own plan; in its own asset, or
     * in another one of which the top-up says what it is worth, which is bound into the quote.
     *
     * @return refused as by {@link #quote}, and with {@code unknown_payment}, {@code lease_lost}, {@code session_over},
     *     {@code payment_reversed}, {@code resource_mismatch} or {@code asset_mismatch}
     */
    public Future<QuoteOutcome> quoteTopUp(Caller caller, TopUp topUp, QuoteRequest request) {
        return topUps.quote(caller, topUp, request);
    }

    /**
     * Adds the payment of a proof to a session that the caller holds: another deposit, with a refund of its own. The same
     * proof gets the same answer again. Of a top-up and the end of its session at once, one comes first: either the
     * deposit is divided with the others, or all of it goes back.
     *
     * @return rejected as by {@link #verify}, and with {@code unknown_payment}, {@code lease_lost}, {@code session_over}
     *     or {@code top_up_mismatch}
     */
    public Future<TopUpOutcome> topUp(Caller caller, TopUp topUp, PaymentProof proof) {
        return topUps.topUp(caller, topUp, proof).onSuccess(outcome -> counters.count(caller.merchantId(), outcome));
    }

    /**
     * Holds the payment of a proof for a session. The same session id gets the same grant again (with fresh tokens) while
     * it holds the payment; everybody else is {@code already_claimed}, unless the lease has run out and the proof carries
     * the claim secret: then the session is taken up under a new epoch, and keeps its first session id.
     */
    public Future<Verification> verify(Caller caller, PaymentProof proof, SessionClaim session) {
        Optional<String> reference = proof.reference();
        Future<Verification> verified = reference.isPresent()
                ? verifications.verify(Claimant.of(caller, session, leases.lease()), reference.get(), proof)
                : Future.succeededFuture(new Verification.Rejected(
                        Codes.MALFORMED_PROOF, "The proof carries no reference; it is in the quote's paymentDetails."));
        return counted(caller, verified);
    }

    /**
     * Holds the payment of a proof for a 0.1 server, which names no session and gets no lease. Waits for the payment to be
     * final enough, 25 s at most. A proof without a reference is taken where its transaction pays exactly one of the
     * key's open quotes.
     *
     * @param timestamp as the call carries it beside the proof; a repetition of both gets the same answer, anything else is
     *     {@code already_claimed}; null when the call has none
     */
    public Future<Verification> verifyWithoutSession(Caller caller, PaymentProof proof, @Nullable Long timestamp) {
        // Without a timestamp a repetition can not be told from another socket: then nobody gets the answer twice.
        long call = timestamp == null ? random.nextLong() : timestamp;
        Optional<String> reference = proof.reference();
        Future<Verification> verified = reference.isPresent()
                ? hold(caller, reference.get(), proof, call)
                : references
                        .find(caller, proof, Claimant.PATIENCE_WITHOUT_SESSION)
                        .compose(search -> switch (search) {
                            case ReferenceFinder.Search.Found(String found) -> hold(caller, found, proof, call);
                            case ReferenceFinder.Search.Ended(Verification answer) -> Future.succeededFuture(answer);
                        });
        return counted(caller, verified);
    }

    private Future<Verification> hold(Caller caller, String reference, PaymentProof proof, long call) {
        return verifications.verify(Claimant.withoutSession(caller, reference, proof, call), reference, proof);
    }

    private Future<Verification> counted(Caller caller, Future<Verification> verified) {
        return verified.onSuccess(verification -> counters.count(caller.merchantId(), verification));
    }
}
