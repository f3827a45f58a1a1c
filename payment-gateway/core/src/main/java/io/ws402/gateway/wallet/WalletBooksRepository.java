package io.ws402.gateway.wallet;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.wallet.BooksSnapshot.Owed;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what the books say of all wallets, in one snapshot. */
final class WalletBooksRepository {
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    // A refund leaves its signer's wallet, another than the deposit's after a rotation of keys; the ledger
    // writes it as the deposit does where they are the same. A payout of credit is of no deposit, but of its payment.
    private static final String BOOKS = """
            WITH ledger AS (
                SELECT owner AS wallet, asset, sum(amount) AS ledger FROM entries WHERE account = 'chain'
                GROUP BY owner, asset
            ), listed AS (
                SELECT recipient AS wallet, asset, sum(amount) AS listed FROM unattributed_transfers u
                WHERE resolution IS NULL
                  AND NOT EXISTS (SELECT FROM deposits d WHERE d.settlement_key = u.settlement_key)
                  AND NOT EXISTS (
                      SELECT FROM refund_transactions t JOIN refunds c ON c.id = t.refund_id AND c.kind = 'collection'
                      WHERE t.tx_id = u.tx_id)
                GROUP BY recipient, asset
            ), not_final AS (
                SELECT recipient AS wallet, asset, sum(amount) AS not_final FROM deposits
                WHERE final_at IS NULL AND state <> 'reversed' AND kind = 'prepaid'
                GROUP BY recipient, asset
            ), under_way AS (
                SELECT CASE WHEN r.sequencer IS NULL
                        OR lower(regexp_replace(r.sequencer, '^.*:', '')) = lower(w.wallet) THEN w.wallet
                    ELSE regexp_replace(r.sequencer, '^.*:', '') END AS wallet,
                    r.asset, sum(r.amount) AS under_way
                FROM refunds r JOIN payments p ON p.id = r.payment_id LEFT JOIN deposits d ON d.id = r.deposit_id,
                    LATERAL (SELECT coalesce(d.recipient, p.recipient)) AS w (wallet)
                WHERE r.done_at IS NULL AND r.state IN ('signed', 'broadcast', 'unknown') AND r.kind <> 'collection'
                GROUP BY 1, r.asset
            ), collecting AS (
                SELECT recipient AS wallet, asset, sum(amount) AS collecting FROM refunds
                WHERE done_at IS NULL AND state IN ('signed', 'broadcast', 'unknown') AND kind = 'collection'
                GROUP BY recipient, asset
            ), opened AS (
                SELECT wallet, asset, true AS opened FROM operator_floats WHERE id LIKE 'opening:%'
            )
            SELECT wallet, asset, coalesce(ledger, 0) AS ledger, coalesce(listed, 0) AS listed,
                coalesce(not_final, 0) AS not_final, coalesce(under_way, 0) AS under_way,
                coalesce(collecting, 0) AS collecting, ledger IS NOT NULL AS posted, coalesce(opened, false) AS opened
            FROM ledger FULL JOIN listed USING (wallet, asset) FULL JOIN not_final USING (wallet, asset)
                FULL JOIN under_way USING (wallet, asset) FULL JOIN collecting USING (wallet, asset)
                FULL JOIN opened USING (wallet, asset)""";

    private static final String POSITIONS = "SELECT method, position FROM inbound_positions";

    // What was signed under an earlier number is finally without effect.
    private static final String UNDER_WAY = """
            SELECT r.method, t.tx_id, coalesce(t.sequence, 0) AS sequence, t.raw, t.terms
            FROM refunds r JOIN refund_transactions t
                ON t.refund_id = r.id AND t.sequence IS NOT DISTINCT FROM r.sequence
            WHERE r.done_at IS NULL AND r.state IN ('signed', 'broadcast', 'unknown')""";

    // What is signed may be refused for want of money. Where a gateway died before it wrote that it had sent it, this
    // is
    // too much until the next one has.
    private static final String DUE = """
            SELECT method, asset, sum(amount) AS due FROM refunds
            WHERE done_at IS NULL AND state NOT IN ('broadcast', 'unknown') AND kind <> 'collection'
            GROUP BY method, asset""";

    private final Database database;

    WalletBooksRepository(Database database) {
        this.database = database;
    }

    Future<BooksSnapshot> read() {
        return database.transaction(transaction -> transaction
                .query(SNAPSHOT)
                .execute()
                .compose(done -> all(transaction, BOOKS))
                .compose(books -> all(transaction, POSITIONS)
                        .compose(positions -> all(transaction, UNDER_WAY)
                                .compose(underWay -> all(transaction, DUE)
                                        .map(due -> new BooksSnapshot(
                                                books(books), positions(positions), signed(underWay), due(due)))))));
    }

    private static Future<RowSet<Row>> all(SqlConnection transaction, String query) {
        return transaction.query(query).execute();
    }

    private static Map<WalletAsset, WalletBooks> books(RowSet<Row> rows) {
        Map<WalletAsset, WalletBooks> books = new HashMap<>();
        rows.forEach(row -> books.put(
                new WalletAsset(row.getString("wallet"), new AssetId(row.getString("asset"))),
                new WalletBooks(
                        Amounts.of(row, "ledger"),
                        Amounts.of(row, "listed"),
                        Amounts.of(row, "not_final"),
                        Amounts.of(row, "under_way"),
                        Amounts.of(row, "collecting"),
                        row.getBoolean("posted"),
                        row.getBoolean("opened"))));
        return books;
    }

    private static Map<Owed, BigInteger> due(RowSet<Row> rows) {
        Map<Owed, BigInteger> due = new HashMap<>();
        rows.forEach(row -> due.put(
                new Owed(row.getString("method"), new AssetId(row.getString("asset"))), Amounts.of(row, "due")));
        return due;
    }

    private static Map<String, JsonObject> positions(RowSet<Row> rows) {
        Map<String, JsonObject> positions = new HashMap<>();
        rows.forEach(row -> positions.put(row.getString("method"), row.getJsonObject("position")));
        return positions;
    }

    private static Map<String, List<SignedTransfer>> signed(RowSet<Row> rows) {
        Map<String, List<SignedTransfer>> signed = new HashMap<>();
        rows.forEach(row -> signed.computeIfAbsent(row.getString("method"), method -> new ArrayList<>())
                .add(new SignedTransfer(
                        row.getString("tx_id"),
                        row.getLong("sequence"),
                        row.getBuffer("raw"),
                        row.getJsonObject("terms"))));
        return signed;
    }
}
