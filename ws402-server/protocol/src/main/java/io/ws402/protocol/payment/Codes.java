package io.ws402.protocol.payment;

import java.util.Set;

/** The stable codes by which a payment, a resume or a settlement is refused; they go to payers and into logs. */
public final class Codes {
    /** The proof lacks what its method needs. */
    public static final String MALFORMED_PROOF = "malformed_proof";
    /** No such payment method here. */
    public static final String UNKNOWN_METHOD = "unknown_method";
    /** No such asset with this method. */
    public static final String UNKNOWN_ASSET = "unknown_asset";
    /** Nothing is quoted in the asset for now: it can not be sent back to anybody. */
    public static final String ASSET_SUSPENDED = "asset_suspended";
    /** No quote has this reference. */
    public static final String UNKNOWN_REFERENCE = "unknown_reference";
    /** The quote had lapsed before it was paid. */
    public static final String QUOTE_EXPIRED = "quote_expired";
    /** The chain does not know the transaction yet; retryable. */
    public static final String TRANSACTION_NOT_FOUND = "transaction_not_found";
    /** Seen, but not final enough yet; retryable. */
    public static final String PAYMENT_PENDING = "payment_pending";
    /** The transaction was mined and failed. */
    public static final String TRANSACTION_FAILED = "transaction_failed";
    /** The transaction is in a block before the quote's. */
    public static final String TRANSACTION_TOO_OLD = "transaction_too_old";
    /** Paid on another chain. */
    public static final String WRONG_CHAIN = "wrong_chain";
    /** Paid to somebody else. */
    public static final String WRONG_RECIPIENT = "wrong_recipient";
    /** Paid with something else. */
    public static final String WRONG_ASSET = "wrong_asset";
    /** Another amount than the quote's where the amount is what binds them. */
    public static final String AMOUNT_MISMATCH = "amount_mismatch";
    /** What was authorised lapses before its session may have ended, or its server can only take money that has arrived. */
    public static final String AUTHORISATION_UNUSABLE = "authorisation_unusable";
    /** Paid by somebody else than the proof claims. */
    public static final String PAYER_MISMATCH = "payer_mismatch";
    /** The rail does not say who paid. */
    public static final String NOT_ATTRIBUTABLE = "not_attributable";
    /** Paid after the quote had lapsed. */
    public static final String LATE_PAYMENT = "late_payment";
    /** Another session holds or has used this payment. */
    public static final String ALREADY_CLAIMED = "already_claimed";
    /** Quoted for another resource. */
    public static final String RESOURCE_MISMATCH = "resource_mismatch";
    /** The server could not reach its gateway; retryable. */
    public static final String GATEWAY_UNAVAILABLE = "gateway_unavailable";
    /** A 0.1 gateway refused without saying more than a sentence. */
    public static final String PAYMENT_REJECTED = "payment_rejected";

    /** Another server's lease on the session still lives; retryable. */
    public static final String LEASE_HELD = "lease_held";
    /** The session has been settled. */
    public static final String SESSION_OVER = "session_over";
    /** The resume token has been used. */
    public static final String TOKEN_USED = "token_used";
    /** Not a token of this gateway, or one that has lapsed. */
    public static final String TOKEN_INVALID = "token_invalid";

    /** Another holder has taken the session up since. */
    public static final String LEASE_LOST = "lease_lost";
    /** The deposit vanished from its chain. */
    public static final String PAYMENT_REVERSED = "payment_reversed";
    /** No payment of this id, or none that the key may touch. */
    public static final String UNKNOWN_PAYMENT = "unknown_payment";
    /** The payment is not held. */
    public static final String NOT_HELD = "not_held";
    /** The payment has been settled with another figure. */
    public static final String ALREADY_SETTLED = "already_settled";

    /** A top-up's proof where a session's is needed, the other way round, or one for another session. */
    public static final String TOP_UP_MISMATCH = "top_up_mismatch";
    /** A session is topped up with what it was paid with, and this is something else. */
    public static final String ASSET_MISMATCH = "asset_mismatch";
    /** More than the rest of the session, up to its maximum duration, can use. */
    public static final String BEYOND_MAX_DURATION = "beyond_max_duration";
    /** Another quote or top-up of the session is under way; retryable. */
    public static final String TOP_UP_IN_PROGRESS = "top_up_in_progress";

    /** The gateway is of WS402 0.1 and has no such thing. */
    public static final String NOT_SUPPORTED = "not_supported";
    /** A control that nobody knows. */
    public static final String UNKNOWN_CONTROL = "unknown_control";

    private static final Set<String> RETRYABLE =
            Set.of(TRANSACTION_NOT_FOUND, PAYMENT_PENDING, LEASE_HELD, TOP_UP_IN_PROGRESS, GATEWAY_UNAVAILABLE);

    private Codes() {}

    /** Whether presenting the same proof or token again later can succeed. */
    public static boolean isRetryable(String code) {
        return RETRYABLE.contains(code);
    }
}
