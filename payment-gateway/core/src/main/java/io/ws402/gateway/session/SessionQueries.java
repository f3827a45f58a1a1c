package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.refund.RefundQueries;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionStatus;
import java.util.List;
import java.util.Optional;

/** Reads sessions, live and over. */
public final class SessionQueries {
    private static final String STATUS = """
            SELECT s.session_id, p.id, p.resource_id, p.state, p.asset, p.asset_symbol, p.asset_decimals,
                s.balance, s.consumed, s.elapsed_ms, s.bytes, s.messages, s.end_reason, s.paused,
                CASE WHEN s.state = 'open' AND s.lease_until > now()
                    THEN ceil(extract(epoch FROM s.lease_until - now()) * 1000)::bigint ELSE 0 END AS lease_expires_in_ms
            FROM sessions s JOIN payments p ON p.id = s.payment_id
            WHERE s.session_id = $1 AND s.merchant_id = $2""";

    private final Pool pool;
    private final RefundQueries refunds = new RefundQueries();

    public SessionQueries(Database database) {
        this.pool = database.pool();
    }

    /** A session of the caller's merchant, whichever of its servers holds it. */
    public Future<Optional<SessionStatus>> status(Caller caller, String sessionId) {
        return pool.preparedQuery(STATUS)
                .execute(Tuple.of(sessionId, caller.merchantId()))
                .map(LeaseRepository::first)
                .compose(found -> found.map(row -> refunds.ofSession(pool, row.getString("id"))
                                .map(back -> Optional.of(status(row, back))))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private static SessionStatus status(Row row, List<RefundStatus> refunds) {
        Asset asset = SessionGrants.asset(row);
        return new SessionStatus(
                row.getString("session_id"),
                row.getString("id"),
                row.getString("resource_id"),
                row.getString("state"),
                row.getBoolean("paused"),
                row.getLong("lease_expires_in_ms"),
                new Money(asset, Amounts.of(row, "balance")),
                new Money(asset, Amounts.of(row, "consumed")),
                new Reading(row.getLong("elapsed_ms"), row.getLong("bytes"), row.getLong("messages")),
                row.getString("end_reason"),
                refunds);
    }
}
