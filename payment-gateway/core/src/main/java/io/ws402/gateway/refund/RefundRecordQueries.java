package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.Entry;
import io.ws402.gateway.operator.OperatorAction;
import io.ws402.gateway.operator.OperatorActionRepository;
import io.ws402.gateway.refund.RefundRecord.Booked;
import io.ws402.gateway.refund.RefundRecord.Deposit;
import io.ws402.gateway.refund.RefundRecord.Transaction;
import io.ws402.gateway.refund.RefundRecord.Worth;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads refunds and collections of all merchants, for operators. Nothing here changes anything. */
public final class RefundRecordQueries {
    private static final String COLUMNS = """
            SELECT r.id, r.kind, r.payment_id, r.merchant_id, r.method, r.asset, r.recipient, r.amount, r.state, r.reason,
                r.tx_id, r.attempts, r.created_at, r.next_attempt_at, r.done_at, r.paid_out_by, r.deposit_id,
                coalesce(r.asset_symbol, p.asset_symbol) AS asset_symbol,
                coalesce(r.asset_decimals, p.asset_decimals) AS asset_decimals,
                a.payment_id AS applied_to_payment, c.payer
            FROM refunds r JOIN payments p ON p.id = r.payment_id LEFT JOIN deposits a ON a.id = r.applied_to
                LEFT JOIN deposits c ON c.collected_by = r.id AND c.id = r.deposit_id
            """;

    private static final String LIST = COLUMNS + """
            WHERE CASE WHEN cardinality($1::text[]) = 0 THEN r.done_at IS NULL ELSE r.state = ANY($1) END
                AND ($2::text IS NULL OR r.merchant_id = $2)
            ORDER BY r.created_at, r.id LIMIT $3""";

    private static final String FIND = COLUMNS + "WHERE r.id = $1";

    private static final String DEPOSIT = """
            SELECT d.id, d.settlement_key, d.payer, d.recipient, d.asset, d.amount, d.captured, d.state, d.tx_id,
                d.final_at, coalesce(d.asset_symbol, p.asset_symbol) AS asset_symbol,
                coalesce(d.asset_decimals, p.asset_decimals) AS asset_decimals,
                d.worth, coalesce(d.worth_captured, 0) AS worth_captured, p.asset AS session_asset,
                p.asset_symbol AS session_symbol, p.asset_decimals AS session_decimals
            FROM deposits d JOIN refunds r ON r.deposit_id = d.id JOIN payments p ON p.id = d.payment_id
            WHERE r.id = $1""";

    private static final String TRANSACTIONS = """
            SELECT tx_id, sequencer, sequence, signed_at, broadcast_at FROM refund_transactions
            WHERE refund_id = $1 ORDER BY position""";

    // What moved it, and what its transactions cost.
    private static final String JOURNALS = """
            SELECT j.id, j.kind, j.created_at, e.account, e.owner, e.asset, e.amount
            FROM entries e JOIN journals j ON j.id = e.journal_id
            WHERE j.id IN (
                SELECT journal_id FROM entries WHERE account = 'refunds_in_flight' AND owner = $1
                UNION
                SELECT id FROM journals WHERE kind = 'collected' AND subject = $1
                UNION
                SELECT n.id FROM journals n JOIN refund_transactions t ON n.kind = 'network_fee' AND n.subject = t.tx_id
                WHERE t.refund_id = $1)
            ORDER BY j.id, e.amount DESC""";

    private final Pool pool;
    private final OperatorActionRepository trail = new OperatorActionRepository();

    /** Of this database. */
    public RefundRecordQueries(Database database) {
        this.pool = database.pool();
    }

    /**
     * Refunds and collections, the oldest first.
     *
     * @param states those in one of these stored states; where none is named, those that are not done
     * @param merchantId those of one merchant, or null
     */
    public Future<List<RefundRecord>> list(Set<String> states, @Nullable String merchantId, int atMost) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(states.toArray(String[]::new))
                .addString(merchantId)
                .addInteger(atMost);
        return pool.preparedQuery(LIST).execute(parameters).map(rows -> all(rows, RefundRecordQueries::refund));
    }

    /** Everything about a refund; empty when there is none of this id. */
    public Future<Optional<RefundRecord.File>> find(String refundId) {
        return of(refundId, FIND)
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : file(refund(rows.iterator().next())).map(Optional::of));
    }

    private Future<RefundRecord.File> file(RefundRecord refund) {
        Future<RowSet<Row>> deposit = of(refund.id(), DEPOSIT);
        Future<RowSet<Row>> transactions = of(refund.id(), TRANSACTIONS);
        Future<RowSet<Row>> journals = of(refund.id(), JOURNALS);
        Future<List<OperatorAction>> actions = trail.of(pool, refund.id());
        return Future.all(deposit, transactions, journals, actions)
                .map(all -> new RefundRecord.File(
                        refund,
                        all(deposit.result(), RefundRecordQueries::deposit).stream()
                                .findFirst()
                                .orElse(null),
                        all(transactions.result(), RefundRecordQueries::transaction),
                        booked(journals.result()),
                        actions.result()));
    }

    private Future<RowSet<Row>> of(String refundId, String query) {
        return pool.preparedQuery(query).execute(Tuple.of(refundId));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    private static RefundRecord refund(Row row) {
        return new RefundRecord(
                row.getString("id"),
                row.getString("kind"),
                row.getString("payment_id"),
                row.getString("merchant_id"),
                row.getString("method"),
                row.getString("recipient"),
                row.getString("payer"),
                money(row, "amount"),
                row.getString("state"),
                row.getString("reason"),
                row.getString("tx_id"),
                row.getInteger("attempts"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("next_attempt_at").toInstant(),
                moment(row, "done_at"),
                row.getString("paid_out_by"),
                row.getString("applied_to_payment"));
    }

    private static Deposit deposit(Row row) {
        return new Deposit(
                row.getString("id"),
                row.getString("settlement_key"),
                row.getString("payer"),
                row.getString("recipient"),
                money(row, "amount"),
                money(row, "captured"),
                row.getValue("worth") == null ? null : worth(row),
                row.getString("state"),
                row.getString("tx_id"),
                moment(row, "final_at"));
    }

    private static Worth worth(Row row) {
        Asset asset = new Asset(
                new AssetId(row.getString("session_asset")),
                row.getString("session_symbol"),
                row.getInteger("session_decimals"));
        return new Worth(
                new Money(asset, Amounts.of(row, "worth")), new Money(asset, Amounts.of(row, "worth_captured")));
    }

    private static Transaction transaction(Row row) {
        return new Transaction(
                row.getString("tx_id"),
                row.getString("sequencer"),
                row.getLong("sequence"),
                row.getOffsetDateTime("signed_at").toInstant(),
                moment(row, "broadcast_at"));
    }

    private static List<Booked> booked(RowSet<Row> rows) {
        Map<Long, Booked> journals = new LinkedHashMap<>();
        for (Row row : rows) {
            Booked journal = journals.computeIfAbsent(
                    row.getLong("id"),
                    id -> new Booked(
                            row.getString("kind"),
                            row.getOffsetDateTime("created_at").toInstant(),
                            new ArrayList<>()));
            journal.entries()
                    .add(new Entry(
                            Account.ofSqlName(row.getString("account")),
                            row.getString("owner"),
                            new AssetId(row.getString("asset")),
                            Amounts.of(row, "amount")));
        }
        return List.copyOf(journals.values());
    }

    private static Money money(Row row, String column) {
        Asset asset = new Asset(
                new AssetId(row.getString("asset")), row.getString("asset_symbol"), row.getInteger("asset_decimals"));
        return new Money(asset, Amounts.of(row, column));
    }

    private static @Nullable Instant moment(Row row, String column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
