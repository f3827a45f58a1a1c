package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads collections that are not done. Nothing here changes anything. */
public final class CollectionQueries {
    private static final String OPEN = """
            SELECT c.id, c.payment_id, c.amount, c.state, c.tx_id, c.reason, c.asset, d.payer,
                coalesce(c.asset_symbol, p.asset_symbol) AS asset_symbol,
                coalesce(c.asset_decimals, p.asset_decimals) AS asset_decimals, count(*) OVER () AS total
            FROM refunds c JOIN payments p ON p.id = c.payment_id JOIN deposits d ON d.id = c.deposit_id
            WHERE c.merchant_id = $1 AND c.kind = 'collection' AND c.done_at IS NULL
            ORDER BY c.id LIMIT $2""";

    /**
     * A collection that is not done.
     *
     * @param id names it
     * @param paymentId its payment
     * @param amount what it takes
     * @param payer who authorised it
     * @param state as it is stored
     * @param txId the transaction that carries it, if any
     * @param reason why it waits, if anything was noted
     */
    public record OpenCollection(
            String id,
            String paymentId,
            Money amount,
            String payer,
            String state,
            @Nullable String txId,
            @Nullable String reason) {}

    /** How many there are, and the oldest of them. */
    public record Open(long total, List<OpenCollection> oldest) {}

    /** Those of a merchant. */
    public Future<Open> open(SqlClient client, String merchantId, int atMost) {
        return client.preparedQuery(OPEN).execute(Tuple.of(merchantId, atMost)).map(rows -> {
            List<OpenCollection> oldest = new ArrayList<>(rows.size());
            long total = 0;
            for (Row row : rows) {
                total = row.getLong("total");
                oldest.add(collection(row));
            }
            return new Open(total, oldest);
        });
    }

    private static OpenCollection collection(Row row) {
        Asset asset = new Asset(
                new AssetId(row.getString("asset")), row.getString("asset_symbol"), row.getInteger("asset_decimals"));
        return new OpenCollection(
                row.getString("id"),
                row.getString("payment_id"),
                new Money(asset, Amounts.of(row, "amount")),
                row.getString("payer"),
                row.getString("state"),
                row.getString("tx_id"),
                row.getString("reason"));
    }
}
