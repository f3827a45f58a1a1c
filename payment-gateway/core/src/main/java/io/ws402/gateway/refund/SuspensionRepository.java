package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.refund.SuspendedAssets.Suspended;
import io.ws402.protocol.money.AssetId;
import java.util.ArrayList;
import java.util.List;

/** Assets that can not be sent, for all gateways over the database. */
final class SuspensionRepository {
    private static final String SUSPEND = """
            WITH suspended AS (
                INSERT INTO suspended_assets (method, asset, reason) VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
                RETURNING *
            )
            INSERT INTO outbox (topic, subject, payload)
            SELECT 'asset.suspended', asset, jsonb_build_object('method', method, 'reason', reason) FROM suspended""";

    private static final String LIFT = """
            WITH lifted AS (
                DELETE FROM suspended_assets WHERE method = $1 AND asset = $2
                RETURNING *
            )
            INSERT INTO outbox (topic, subject, payload)
            SELECT 'asset.resumed', asset, jsonb_build_object('method', method, 'suspendedSince', since) FROM lifted""";

    private static final String LIST =
            "SELECT method, asset, reason, since FROM suspended_assets ORDER BY method, asset";

    private final Pool pool;

    SuspensionRepository(Pool pool) {
        this.pool = pool;
    }

    /** Suspends an asset of a method; whether that is news. */
    Future<Boolean> suspend(String method, AssetId asset, String reason) {
        return pool.preparedQuery(SUSPEND)
                .execute(Tuple.of(method, asset.value(), reason))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Ends that; whether it is news. */
    Future<Boolean> lift(String method, AssetId asset) {
        return pool.preparedQuery(LIFT).execute(Tuple.of(method, asset.value())).map(rows -> rows.rowCount() > 0);
    }

    Future<List<Suspended>> list() {
        return pool.preparedQuery(LIST).execute().map(rows -> {
            List<Suspended> suspended = new ArrayList<>();
            rows.forEach(row -> suspended.add(new Suspended(
                    row.getString("method"),
                    new AssetId(row.getString("asset")),
                    row.getString("reason"),
                    row.getOffsetDateTime("since").toInstant())));
            return suspended;
        });
    }
}
