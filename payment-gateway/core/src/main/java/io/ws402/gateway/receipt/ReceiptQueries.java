package io.ws402.gateway.receipt;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.refund.RefundState;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.receipt.Receipt;
import io.ws402.protocol.receipt.Receipt.Deposit;
import io.ws402.protocol.receipt.Receipt.Refund;
import io.ws402.protocol.receipt.Receipt.Sums;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what a receipt says, by one statement, so that all of it is of one moment. Of a final one every figure and time is a
 * fact that no longer changes. What never belonged to the session (paid too late, or another amount) is not in it. Of
 * authorised money there is none: of that nothing is paid that could be divided.
 */
final class ReceiptQueries {
    // What the chain undid gave nothing: neither what was once captured of it counts, nor its refund, which is void.
    private static final String RECEIPT = """
            SELECT s.session_id, p.id, p.resource_id, p.merchant_id, p.state, s.state = 'ended' AS over,
                p.asset, p.asset_symbol, p.asset_decimals, p.price_per_second, p.price_per_megabyte, p.price_per_message,
                p.max_duration_seconds, s.elapsed_ms, s.bytes, s.messages, s.balance, s.credit, s.consumed, s.end_reason,
                trunc(extract(epoch FROM s.started_at) * 1000)::bigint AS started_ms,
                trunc(extract(epoch FROM s.ended_at) * 1000)::bigint AS ended_ms,
                trunc(extract(epoch FROM now()) * 1000)::bigint AS now_ms,
                (SELECT trunc(extract(epoch FROM max(greatest(d.final_at, d.reversed_at, r.done_at))) * 1000)::bigint
                    FROM deposits d LEFT JOIN refunds r ON r.deposit_id = d.id
                    WHERE d.payment_id = p.id AND d.position >= 0) AS rest_ms,
                (SELECT bool_and((d.state = 'reversed' OR d.final_at IS NOT NULL) AND (r.id IS NULL OR r.done_at IS NOT NULL))
                    FROM deposits d LEFT JOIN refunds r ON r.deposit_id = d.id
                    WHERE d.payment_id = p.id AND d.position >= 0) AS rests,
                (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'method', d.method, 'payer', d.payer,
                        'asset', d.asset, 'symbol', coalesce(d.asset_symbol, p.asset_symbol),
                        'decimals', coalesce(d.asset_decimals, p.asset_decimals), 'amount', d.amount::text,
                        'worth', coalesce(d.worth, d.amount)::text, 'state', d.state, 'tx', d.tx_id,
                        'captured', CASE d.state WHEN 'settled' THEN d.captured ELSE 0 END::text,
                        'used', CASE d.state WHEN 'settled' THEN coalesce(d.worth_captured, d.captured) ELSE 0 END::text,
                        'final', d.final_at IS NOT NULL, 'fromCredit', d.from_credit, 'refund', r.id,
                        'refundAmount', r.amount::text, 'recipient', r.recipient, 'refundState', r.state,
                        'refundTx', r.tx_id) ORDER BY d.from_credit DESC, d.position), '[]')
                    FROM deposits d LEFT JOIN refunds r ON r.deposit_id = d.id
                    WHERE d.payment_id = p.id AND d.position >= 0) AS deposits,
                (SELECT coalesce(jsonb_agg(jsonb_build_object('asset', fee.asset, 'amount', fee.amount::text)
                        ORDER BY fee.asset), '[]')
                    FROM (SELECT e.asset, -sum(e.amount) AS amount FROM entries e
                        WHERE e.account = 'fees' AND e.journal_id IN (
                            SELECT id FROM journals WHERE kind = 'settle' AND subject = p.id
                            UNION ALL SELECT j.id FROM deposits d
                                JOIN journals j ON j.kind = 'deposit_reversed' AND j.subject = d.id
                            WHERE d.payment_id = p.id)
                        GROUP BY e.asset HAVING sum(e.amount) <> 0) fee) AS fees
            FROM sessions s JOIN payments p ON p.id = s.payment_id
            WHERE s.session_id = $1 AND s.merchant_id = $2
                AND NOT EXISTS (SELECT FROM deposits d WHERE d.payment_id = p.id AND d.kind = 'authorised')""";

    private final Pool pool;

    ReceiptQueries(Database database) {
        this.pool = database.pool();
    }

    /** Of a session of the caller's merchant, as it stands now. */
    Future<Optional<Receipt>> receipt(Caller caller, String sessionId) {
        return pool.preparedQuery(RECEIPT)
                .execute(Tuple.of(sessionId, caller.merchantId()))
                .map(rows -> rows.stream().findFirst().map(ReceiptQueries::receipt));
    }

    private static Receipt receipt(Row row) {
        Asset asset = SessionGrants.asset(row);
        List<Deposit> deposits = row.getJsonArray("deposits").stream()
                .map(deposit -> deposit((JsonObject) deposit, asset))
                .toList();
        boolean over = row.getBoolean("over");
        boolean isFinal = over && row.getBoolean("rests");
        Long ended = row.getLong("ended_ms");
        Long rest = row.getLong("rest_ms");
        long issued = isFinal && ended != null && rest != null ? Math.max(ended, rest) : row.getLong("now_ms");
        return new Receipt(
                row.getString("session_id"),
                row.getString("id"),
                row.getString("resource_id"),
                row.getString("merchant_id"),
                row.getString("state"),
                isFinal,
                issued / 1000,
                row.getLong("started_ms"),
                ended,
                row.getString("end_reason"),
                SessionGrants.plan(row),
                new Reading(row.getLong("elapsed_ms"), row.getLong("bytes"), row.getLong("messages")),
                sums(row, asset, deposits, over),
                fees(row, deposits),
                deposits);
    }

    private static Sums sums(Row row, Asset asset, List<Deposit> deposits, boolean over) {
        List<Deposit> standing =
                deposits.stream().filter(each -> !each.isUndone()).toList();
        Money paid = new Money(asset, Amounts.of(row, "balance"));
        Money consumed = new Money(asset, Amounts.of(row, "consumed"));
        Money worth = sum(asset, standing, Deposit::worth);
        Money used = sum(asset, standing, Deposit::used);
        Money nothing = Money.zero(asset);
        return new Sums(
                paid,
                new Money(asset, Amounts.of(row, "credit")),
                sum(asset, deposits.stream().filter(Deposit::isUndone).toList(), Deposit::worth),
                consumed,
                over ? consumed.minus(used) : nothing,
                over ? worth.minus(used) : nothing);
    }

    private static Money sum(Asset asset, List<Deposit> deposits, Function<Deposit, Money> part) {
        return deposits.stream().map(part).reduce(Money.zero(asset), Money::plus);
    }

    private static List<Money> fees(Row row, List<Deposit> deposits) {
        List<Money> fees = new ArrayList<>();
        for (Object each : row.getJsonArray("fees")) {
            JsonObject fee = (JsonObject) each;
            Asset paidIn = deposits.stream()
                    .map(deposit -> deposit.amount().asset())
                    .filter(asset -> asset.id().value().equals(fee.getString("asset")))
                    .findFirst()
                    .orElseThrow();
            fees.add(money(paidIn, fee, "amount"));
        }
        return fees;
    }

    private static Deposit deposit(JsonObject deposit, Asset sessions) {
        Asset asset = new Asset(
                new AssetId(deposit.getString("asset")), deposit.getString("symbol"), deposit.getInteger("decimals"));
        String refund = deposit.getString("refund");
        return new Deposit(
                deposit.getString("id"),
                deposit.getString("method"),
                SessionGrants.account(asset, deposit.getString("payer")),
                money(asset, deposit, "amount"),
                money(sessions, deposit, "worth"),
                money(asset, deposit, "captured"),
                money(sessions, deposit, "used"),
                deposit.getString("state"),
                deposit.getBoolean("final"),
                deposit.getBoolean("fromCredit"),
                deposit.getString("tx"),
                refund == null
                        ? null
                        : new Refund(
                                refund,
                                money(asset, deposit, "refundAmount"),
                                SessionGrants.account(asset, deposit.getString("recipient")),
                                RefundState.of(deposit.getString("refundState"), false)
                                        .wireName(),
                                deposit.getString("refundTx")));
    }

    private static Money money(Asset asset, JsonObject json, String field) {
        return new Money(asset, new BigInteger(json.getString(field)));
    }
}
