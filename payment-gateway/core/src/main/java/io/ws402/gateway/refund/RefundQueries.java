package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.RefundStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads refunds. Nothing here changes anything. */
public final class RefundQueries {
    private static final String COLUMNS = """
            SELECT r.id, r.payment_id, r.amount, r.state, r.sequence IS NOT NULL AS numbered, r.recipient, r.tx_id,
                r.reason, r.asset, coalesce(r.asset_symbol, p.asset_symbol) AS asset_symbol,
                coalesce(r.asset_decimals, p.asset_decimals) AS asset_decimals,
                CASE WHEN r.asset_symbol IS NOT NULL THEN coalesce(d.worth - coalesce(d.worth_captured, 0), 0) END AS unused,
                p.asset AS session_asset,
                p.asset_symbol AS session_symbol, p.asset_decimals AS session_decimals,
                coalesce(r.paid_out_by, a.payment_id) AS used_by
            FROM refunds r JOIN payments p ON p.id = r.payment_id LEFT JOIN deposits d ON d.id = r.deposit_id
                LEFT JOIN deposits a ON a.id = r.applied_to""";

    private static final String OF_SESSIONS = COLUMNS + """

            WHERE r.payment_id = ANY ($1::text[]) AND r.kind <> 'collection' AND d.position >= 0
            ORDER BY d.from_credit DESC, d.position""";

    private static final String OPEN = COLUMNS + """

            WHERE r.merchant_id = $1 AND r.kind <> 'collection' AND r.done_at IS NULL AND r.id > $2
            ORDER BY r.id
            LIMIT $3""";

    private static final String COUNTS = """
            SELECT state, count(*) AS number FROM refunds WHERE merchant_id = $1 AND kind <> 'collection'
            GROUP BY state""";

    /**
     * A refund that is not final, for an operator.
     *
     * @param status as its payer sees it
     * @param paymentId its payment
     * @param storedState as it is stored, finer than the payer's
     * @param reason why it waits, if anything was noted
     */
    public record OpenRefund(
            RefundStatus status,
            String paymentId,
            String storedState,
            @Nullable String reason) {}

    /**
     * How many refunds of a merchant there are.
     *
     * @param issued confirmed on their rail, or become payer credit
     * @param open on their way
     * @param awaitingOperator that only a person can bring on
     */
    public record RefundCounts(long issued, long open, long awaitingOperator) {}

    /** What goes back to the payer of a session, one for each deposit that was not used up, in the order of deposits. */
    public Future<List<RefundStatus>> ofSession(SqlClient client, String paymentId) {
        return ofSessions(client, List.of(paymentId)).map(refunds -> refunds.getOrDefault(paymentId, List.of()));
    }

    /** As {@link #ofSession}, by payment; those of which nothing goes back are left out. */
    public Future<Map<String, List<RefundStatus>>> ofSessions(SqlClient client, Collection<String> paymentIds) {
        return client.preparedQuery(OF_SESSIONS)
                .execute(Tuple.of(paymentIds.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, List<RefundStatus>> refunds = new HashMap<>();
                    rows.forEach(row -> refunds.computeIfAbsent(row.getString("payment_id"), id -> new ArrayList<>())
                            .add(status(row)));
                    return refunds;
                });
    }

    /** A merchant's refunds that are not final, a page of at most {@code limit} behind the id {@code after} ("" for all). */
    public Future<List<OpenRefund>> open(SqlClient client, String merchantId, String after, int limit) {
        return client.preparedQuery(OPEN)
                .execute(Tuple.of(merchantId, after, limit))
                .map(rows -> {
                    List<OpenRefund> refunds = new ArrayList<>(rows.size());
                    rows.forEach(row -> refunds.add(new OpenRefund(
                            status(row),
                            row.getString("payment_id"),
                            row.getString("state"),
                            row.getString("reason"))));
                    return refunds;
                });
    }

    /** How many there are. */
    public Future<RefundCounts> counts(SqlClient client, String merchantId) {
        return client.preparedQuery(COUNTS).execute(Tuple.of(merchantId)).map(RefundQueries::counts);
    }

    private static RefundCounts counts(RowSet<Row> rows) {
        long issued = 0;
        long open = 0;
        long awaitingOperator = 0;
        for (Row row : rows) {
            long number = row.getLong("number");
            switch (RefundState.of(row.getString("state"), false)) {
                case RefundState.Confirmed confirmed -> issued += number;
                case RefundState.Credited credited -> issued += number;
                case RefundState.AwaitingOperator awaiting -> awaitingOperator += number;
                case RefundState.Voided nothing -> {}
                default -> open += number;
            }
        }
        return new RefundCounts(issued, open, awaitingOperator);
    }

    private static RefundStatus status(Row row) {
        return new RefundStatus(
                row.getString("id"),
                new Money(asset(row, "asset", "asset_symbol", "asset_decimals"), Amounts.of(row, "amount")),
                RefundState.of(row.getString("state"), row.getBoolean("numbered"))
                        .wireName(),
                row.getString("recipient"),
                row.getString("tx_id"),
                row.getString("used_by"),
                row.getNumeric("unused") == null
                        ? null
                        : new Money(
                                asset(row, "session_asset", "session_symbol", "session_decimals"),
                                Amounts.of(row, "unused")));
    }

    private static Asset asset(Row row, String id, String symbol, String decimals) {
        return new Asset(new AssetId(row.getString(id)), row.getString(symbol), row.getInteger(decimals));
    }
}
