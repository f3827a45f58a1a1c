package io.ws402.protocol.payment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a WS402 server needs of whoever holds keys and ledger. Expected outcomes are values; a failed future is a defect
 * or a misconfiguration (a rejected API key, an answer that does not parse). Safe for use from any event loop; futures
 * complete on the caller's context.
 */
public interface PaymentProvider {
    /** A short name for {@code GET /status}, for example {@code proxy}. */
    String name();

    /** The assets that are taken, the default one among them; cached by the implementation for a short time. */
    Future<List<AcceptedAsset>> accepts();

    /** Terms for a payer. Opens a quote at the gateway; unpaid ones lapse by themselves. */
    Future<QuoteOutcome> quote(QuoteRequest request);

    /**
     * Terms on which the balance of a session can grow, which this server holds under this epoch. The gateway takes the plan
     * from the session, and method and asset too where the request names none.
     *
     * @param worth what the request's amount counts for, in smallest units of the session's asset; null where it is paid in
     *     that. It is bound into the quote
     */
    Future<QuoteOutcome> quoteTopUp(
            String paymentId, long leaseEpoch, QuoteRequest request, @Nullable BigInteger worth);

    /**
     * Adds what a proof tells of to a session that this server holds under this epoch. Idempotent by the proof: while the
     * outcome is unknown, call it again.
     */
    Future<TopUpOutcome> topUp(String paymentId, long leaseEpoch, PaymentProof proof);

    /** Verifies a proof and holds its payment for this session. Idempotent by {@code session.sessionId()}. */
    Future<Verification> verify(PaymentProof proof, SessionClaim session);

    /** Takes up a session that is paid and not over. Each token works once. */
    Future<Verification> resume(String resumeToken, SessionClaim session);

    /** Records the readings of all sessions of a server in one call and renews their leases. Idempotent. */
    Future<CheckpointOutcome> checkpoint(String serverId, List<MeterReport> reports);

    /** A last checkpoint that also gives the leases back, so that another server may resume at once. Idempotent. */
    Future<CheckpointOutcome> release(String serverId, List<MeterReport> reports);

    /** Ends a session: captures what was consumed and refunds the rest, once. Repeated: the first answer. */
    Future<SettleOutcome> settle(MeterReport report, String endReason);

    /** Another access token for a session that this server holds under this epoch. Its resume token stays as it is. */
    Future<TokenOutcome> renewToken(String paymentId, long leaseEpoch);

    /** A session and its refunds; empty when the gateway does not know it. */
    Future<Optional<SessionStatus>> session(String sessionId);

    /**
     * A session's receipt, signed by the gateway: provisional until its money is at rest, then final and always the same. Fails
     * when the gateway does not answer.
     */
    Future<ReceiptOutcome> receipt(String sessionId);

    /** The public keys (a JWK set) by which anybody checks receipts; without any where the gateway signs none. */
    Future<JsonObject> receiptKeys();

    /** The gateway's own health document, or a failed future when it does not answer. */
    Future<JsonObject> health();

    /** The gateway's public keys (a JWK set), by which a server checks access tokens without a call. */
    Future<JsonObject> publicKeys();
}
