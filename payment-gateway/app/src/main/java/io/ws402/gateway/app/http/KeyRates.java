package io.ws402.gateway.app.http;

import io.vertx.core.http.HttpMethod;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.protocol.rate.Rate;
import io.ws402.protocol.rate.RateLimiter;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Holds each API key to how often it may call. What keeps and ends sessions has buckets of its own, so that no flood of
 * quotes, proofs or questions, however it comes about, keeps a server from settling what it has served. Thread-safe.
 */
public final class KeyRates {
    private static final int KEYS_KEPT = 10_000;
    private static final Set<String> KEEP_OR_END_SESSIONS = Set.of(
            "checkpointSessions", "releaseSessions", "resumeSession", "renewToken", "settlePayment", "refundPayment");

    private final RateLimiter payments;
    private final RateLimiter sessions;
    private final RateLimiter reads;

    /**
     * @param payments how often a key may quote and verify, and whatever else begins something
     * @param sessions how often it may checkpoint, release, resume, settle and refund
     * @param reads how often it may ask
     * @param nanoClock monotonic nanoseconds
     */
    public KeyRates(Rate payments, Rate sessions, Rate reads, LongSupplier nanoClock) {
        this.payments = new RateLimiter(payments, KEYS_KEPT, nanoClock);
        this.sessions = new RateLimiter(sessions, KEYS_KEPT, nanoClock);
        this.reads = new RateLimiter(reads, KEYS_KEPT, nanoClock);
    }

    /** Takes a turn: 0, or how many milliseconds to wait for one. */
    long take(Operation operation, Caller caller) {
        return limiter(operation).take(caller.apiKeyId());
    }

    private RateLimiter limiter(Operation operation) {
        if (operation.method().equals(HttpMethod.GET)) {
            return reads;
        }
        return KEEP_OR_END_SESSIONS.contains(operation.id()) ? sessions : payments;
    }
}
