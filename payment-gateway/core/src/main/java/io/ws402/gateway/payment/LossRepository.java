package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.payment.Losses.Loss;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.AssetId;
import java.util.ArrayList;
import java.util.List;

/** What sessions consumed, against what is left to pay for it once deposits were undone, or could not be collected. */
final class LossRepository {
    private static final String LIST = """
            SELECT p.id, p.merchant_id, p.asset,
                sum(coalesce(d.worth, d.amount)) FILTER (WHERE d.state = 'reversed') AS undone,
                greatest(s.consumed - coalesce(sum(coalesce(d.worth_captured, d.captured))
                    FILTER (WHERE d.state <> 'reversed'), 0), 0) AS lost,
                (SELECT string_agg(DISTINCT r.reason, '; ') FROM refunds r
                    WHERE r.payment_id = p.id AND r.state = 'void') AS reason
            FROM payments p JOIN sessions s ON s.payment_id = p.id
                JOIN deposits d ON d.payment_id = p.id AND d.position >= 0
            WHERE s.state = 'ended'
              AND p.id IN (SELECT payment_id FROM deposits WHERE state = 'reversed' AND position >= 0)
            GROUP BY p.id, s.consumed, s.ended_at
            ORDER BY s.ended_at DESC LIMIT $1""";

    private final Pool pool;

    LossRepository(Pool pool) {
        this.pool = pool;
    }

    Future<List<Loss>> list(int atMost) {
        return pool.preparedQuery(LIST).execute(Tuple.of(atMost)).map(rows -> {
            List<Loss> losses = new ArrayList<>(rows.size());
            rows.forEach(row -> losses.add(new Loss(
                    row.getString("id"),
                    row.getString("merchant_id"),
                    new AssetId(row.getString("asset")),
                    Amounts.of(row, "undone"),
                    Amounts.of(row, "lost"),
                    row.getString("reason"))));
            return losses;
        });
    }
}
