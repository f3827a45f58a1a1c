package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.ws402.gateway.access.AccessToken;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.TokenOutcome;

/** Gives the holder of a session another access token, before the payer's runs out. Safe from any thread. */
public final class TokenRenewal {
    private final Pool pool;
    private final LeaseRepository leases;
    private final SessionTokens tokens;
    private final HolderCheck holders;

    public TokenRenewal(Database database, SessionTokens tokens, LeasePolicy policy) {
        this.pool = database.pool();
        this.leases = new LeaseRepository(policy);
        this.tokens = tokens;
        this.holders = new HolderCheck(database, policy);
    }

    /**
     * Another access token for a session that the caller's key holds under this epoch; older ones stay good for as long as
     * they live.
     *
     * @return refused {@code unknown_payment, lease_lost, session_over, payment_reversed}
     */
    public Future<TokenOutcome> renew(Caller caller, String paymentId, long leaseEpoch) {
        return leases.held(pool, caller.apiKeyId(), paymentId, leaseEpoch)
                .compose(held -> held.map(row -> Future.succeededFuture(renewed(paymentId, row)))
                        .orElseGet(() -> refused(caller, paymentId, leaseEpoch)));
    }

    private TokenOutcome renewed(String paymentId, Row row) {
        AccessToken token = tokens.accessToken(paymentId, row.getString("session_id"), row.getString("resource_id"));
        return new TokenOutcome.Renewed(token.value(), token.expiresInMs());
    }

    private Future<TokenOutcome> refused(Caller caller, String paymentId, long leaseEpoch) {
        return holders.refusal(caller, paymentId, leaseEpoch)
                .map(refusal -> refusal.map(why -> new TokenOutcome.Refused(why.code(), why.reason()))
                        // It was not a moment ago.
                        .orElseGet(() -> new TokenOutcome.Refused(
                                Codes.LEASE_LOST, "The session is not held under that epoch by this key.")));
    }
}
