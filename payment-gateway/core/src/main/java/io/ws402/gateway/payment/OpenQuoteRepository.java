package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The payments of an API key that a proof without a reference may belong to. */
final class OpenQuoteRepository {
    private static final String CLAIMED_BY_TRANSACTION = """
            SELECT p.reference FROM deposits d JOIN payments p ON p.id = d.payment_id
            WHERE d.tx_id = $1 AND d.position >= 0 AND p.merchant_id = $2 AND p.api_key_id = $3
            ORDER BY p.id LIMIT 2""";

    private static final String NEWEST_OPEN = """
            SELECT p.*, false AS after_quarantine, NULL::text AS claimed_by, NULL::bigint AS lease_epoch,
                NULL::boolean AS tops_up_open
            FROM payments p
            WHERE p.merchant_id = $1 AND p.api_key_id = $2 AND p.method = $3 AND p.state IN ('quoted', 'expired')
              AND p.tops_up IS NULL
              AND p.expires_at > now() - $4::bigint * interval '1 millisecond'
            ORDER BY p.expires_at DESC LIMIT $5""";

    private final Pool pool;

    OpenQuoteRepository(Pool pool) {
        this.pool = pool;
    }

    /** The references of payments that this transaction has paid already, two at most. */
    Future<List<String>> claimedBy(Caller caller, String txId) {
        return pool.preparedQuery(CLAIMED_BY_TRANSACTION)
                .execute(Tuple.of(txId, caller.merchantId(), caller.apiKeyId()))
                .map(rows ->
                        rows.stream().map(row -> row.getString("reference")).toList());
    }

    /** Unpaid quotes of a method, expired ones in quarantine too, the newest first. */
    Future<List<StoredPayment>> newestOpen(Caller caller, String method, Duration quarantine, int limit) {
        Tuple parameters = Tuple.of(caller.merchantId(), caller.apiKeyId(), method, quarantine.toMillis(), limit);
        return pool.preparedQuery(NEWEST_OPEN).execute(parameters).map(rows -> {
            List<StoredPayment> open = new ArrayList<>();
            rows.forEach(row -> open.add(StoredPayment.of(row)));
            return open;
        });
    }
}
