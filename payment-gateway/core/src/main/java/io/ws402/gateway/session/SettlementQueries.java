package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.refund.RefundQueries;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.Settlement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads how a session's money was divided. The answer to a settle is always read from the rows, so that the first answer
 * and all repetitions of it are made in one way; only the states of the refunds move on.
 */
final class SettlementQueries {
    private static final String OF_PAYMENTS = """
            SELECT p.id, p.asset, p.asset_symbol, p.asset_decimals,
                (SELECT coalesce(sum(coalesce(worth_captured, captured)), 0) FROM deposits
                    WHERE payment_id = p.id AND position >= 0) AS consumed,
                (SELECT coalesce(-sum(e.amount), 0) FROM journals j JOIN entries e ON e.journal_id = j.id
                    WHERE j.kind = 'settle' AND j.subject = p.id AND e.account = 'fees' AND e.asset = p.asset)
                + (SELECT coalesce(sum(c.fee), 0) FROM refunds c
                    WHERE c.payment_id = p.id AND c.kind = 'collection' AND c.asset = p.asset) AS fee
            FROM payments p WHERE p.id = ANY ($1::text[])""";

    private final RefundQueries refunds = new RefundQueries();

    Future<Settlement> of(SqlClient client, String paymentId) {
        return of(client, List.of(paymentId)).map(found -> Objects.requireNonNull(found.get(paymentId)));
    }

    /** Of several payments, by their ids. */
    Future<Map<String, Settlement>> of(SqlClient client, Collection<String> paymentIds) {
        return client.preparedQuery(OF_PAYMENTS)
                .execute(Tuple.of(paymentIds.toArray(String[]::new)))
                .compose(rows -> refunds.ofSessions(client, paymentIds).map(back -> {
                    Map<String, Settlement> found = new HashMap<>();
                    rows.forEach(row -> {
                        String id = row.getString("id");
                        found.put(id, settlement(id, row, back.getOrDefault(id, List.of())));
                    });
                    return found;
                }));
    }

    private static Settlement settlement(String paymentId, Row row, List<RefundStatus> refunds) {
        Asset asset = SessionGrants.asset(row);
        Money consumed = new Money(asset, Amounts.of(row, "consumed"));
        Money paid = refunds.stream().map(RefundStatus::unused).reduce(consumed, Money::plus);
        return new Settlement(paymentId, paid, consumed, new Money(asset, Amounts.of(row, "fee")), refunds);
    }
}
