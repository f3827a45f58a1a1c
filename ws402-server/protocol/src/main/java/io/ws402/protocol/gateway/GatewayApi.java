package io.ws402.protocol.gateway;

/** Paths and headers of the gateway's HTTP API. */
public final class GatewayApi {
    /** Per-method health; needs no key. */
    public static final String HEALTH = "/api/health";
    /** Terms for a payer. */
    public static final String GENERATE = "/api/payment/generate";
    /** Holds the payment that a proof tells of. */
    public static final String VERIFY = "/api/payment/verify";
    /** The 0.1 way to settle. */
    public static final String REFUND = "/api/payment/refund";
    /** Ends a session. */
    public static final String SETTLE = "/api/payment/settle";
    /** Adds a deposit to a session. */
    public static final String TOP_UP = "/api/payment/topup";
    /** Records readings, renews leases. */
    public static final String CHECKPOINT = "/api/sessions/checkpoint";
    /** A last checkpoint that gives the leases back. */
    public static final String RELEASE = "/api/sessions/release";
    /** Takes a session up. */
    public static final String RESUME = "/api/sessions/resume";
    /** Another access token for a session that the caller holds. */
    public static final String TOKEN = "/api/sessions/token";
    /** Sessions; one is at {@code SESSIONS + "/" + id}. */
    public static final String SESSIONS = "/api/sessions";
    /** A session's signed receipt is at {@code SESSIONS + "/" + id + RECEIPT}. */
    public static final String RECEIPT = "/receipt";
    /** Payments; one is at {@code PAYMENTS + "/" + id}. */
    public static final String PAYMENTS = "/api/payments";
    /** Payment methods and their assets. */
    public static final String METHODS = "/api/methods";
    /** Counters. */
    public static final String STATS = "/api/stats";
    /** Everything that is not final. */
    public static final String PENDING = "/api/admin/pending";
    /** The public keys of the tokens. */
    public static final String JWKS = "/.well-known/jwks.json";
    /** The public keys of the receipts; at WS402 servers too. */
    public static final String RECEIPT_KEYS = "/.well-known/ws402-receipts/jwks.json";

    /** On every POST that moves money: same key and same body, same answer. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    /** Says which provider asks; {@code proxy} from a WS402 server. */
    public static final String PROVIDER = "X-WS402-Provider";
    /** The media type of a {@link Problem}. */
    public static final String PROBLEM_JSON = "application/problem+json";

    private GatewayApi() {}
}
