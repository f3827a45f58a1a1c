package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is kept for payers, for operators. Nothing here changes anything. */
public final class PayerCreditQueries {
    private static final String KEPT = """
            SELECT r.merchant_id, r.method, r.asset, coalesce(r.asset_symbol, p.asset_symbol) AS asset_symbol,
                coalesce(r.asset_decimals, p.asset_decimals) AS asset_decimals, r.recipient,
                sum(r.amount) AS amount, count(*) AS refunds, min(r.created_at) AS since,
                max(r.next_attempt_at) AS rests_until, count(*) OVER () AS total
            FROM refunds r JOIN payments p ON p.id = r.payment_id
            WHERE r.state = 'credited' AND r.paid_out_by IS NULL AND r.applied_to IS NULL
                AND ($1::text IS NULL OR r.merchant_id = $1) AND ($2::text IS NULL OR r.recipient = $2)
            GROUP BY r.merchant_id, r.method, r.asset, coalesce(r.asset_symbol, p.asset_symbol),
                coalesce(r.asset_decimals, p.asset_decimals), r.recipient
            ORDER BY since, r.recipient, r.asset LIMIT $3""";

    private final Pool pool;

    /** Of this database. */
    public PayerCreditQueries(Database database) {
        this.pool = database.pool();
    }

    /**
     * What is kept for a payer.
     *
     * @param merchantId from whose sessions it is
     * @param method its rail
     * @param payer as the rail says
     * @param amount all of it together
     * @param refunds how many refunds became credit and make it up
     * @param since when the oldest of them was planned
     * @param restsUntil when it is looked at next whether it can be paid out
     */
    public record Kept(
            String merchantId,
            String method,
            String payer,
            Money amount,
            long refunds,
            Instant since,
            Instant restsUntil) {}

    /** What is kept, the oldest first, and for how many payers in all, each counted for every asset. */
    public record Page(long total, List<Kept> kept) {}

    /**
     * What is kept for payers.
     *
     * @param merchantId from one merchant's sessions, or null
     * @param payer for one payer, or null
     */
    public Future<Page> list(@Nullable String merchantId, @Nullable String payer, int atMost) {
        return pool.preparedQuery(KEPT)
                .execute(Tuple.of(merchantId, payer, atMost))
                .map(rows -> {
                    List<Kept> kept = new ArrayList<>(rows.size());
                    long total = 0;
                    for (Row row : rows) {
                        kept.add(kept(row));
                        total = row.getLong("total");
                    }
                    return new Page(total, kept);
                });
    }

    private static Kept kept(Row row) {
        Asset asset = new Asset(
                new AssetId(row.getString("asset")), row.getString("asset_symbol"), row.getInteger("asset_decimals"));
        return new Kept(
                row.getString("merchant_id"),
                row.getString("method"),
                row.getString("recipient"),
                new Money(asset, Amounts.of(row, "amount")),
                row.getLong("refunds"),
                row.getOffsetDateTime("since").toInstant(),
                row.getOffsetDateTime("rests_until").toInstant());
    }
}
