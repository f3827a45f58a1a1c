package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.payment.Codes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a key holds a session under an epoch, and if not, why. Safe from any thread. */
public final class HolderCheck {
    private final Pool pool;
    private final LeaseRepository leases;

    public HolderCheck(Database database, LeasePolicy policy) {
        this.pool = database.pool();
        this.leases = new LeaseRepository(policy);
    }

    /**
     * Why a call in the name of a session is refused.
     *
     * @param code {@code unknown_payment, lease_lost, session_over, payment_reversed}
     * @param reason a sentence
     */
    public record Refusal(String code, String reason) {
        /** Whether the session has ended, for whomever. */
        public boolean isOver() {
            return code.equals(Codes.SESSION_OVER) || code.equals(Codes.PAYMENT_REVERSED);
        }
    }

    /** Empty when the session is open, and the caller's key holds it under this epoch. */
    public Future<Optional<Refusal>> refusal(Caller caller, String paymentId, long leaseEpoch) {
        return leases.look(pool, caller.merchantId(), List.of(paymentId))
                .map(found -> refusal(caller, paymentId, leaseEpoch, found.get(paymentId)));
    }

    private static Optional<Refusal> refusal(
            Caller caller, String paymentId, long leaseEpoch, @Nullable SessionRow session) {
        if (session == null || !session.concerns(caller)) {
            return Optional.of(
                    new Refusal(Codes.UNKNOWN_PAYMENT, "This key holds no session of the payment " + paymentId + "."));
        }
        return switch (session.lease()) {
            case LeaseState.Leased lease
            when lease.epoch() == leaseEpoch && lease.holder().apiKeyId().equals(caller.apiKeyId()) -> Optional.empty();
            case LeaseState.Leased _, LeaseState.WithoutLease _ ->
                Optional.of(new Refusal(Codes.LEASE_LOST, "The session is not held under that epoch by this key."));
            case LeaseState.Reversed _ ->
                Optional.of(new Refusal(Codes.PAYMENT_REVERSED, "The payment vanished from its chain."));
            case LeaseState.Ended _ -> Optional.of(new Refusal(Codes.SESSION_OVER, "The session is over."));
        };
    }
}
