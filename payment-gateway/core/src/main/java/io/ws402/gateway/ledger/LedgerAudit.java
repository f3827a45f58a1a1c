package io.ws402.gateway.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.ledger.AuditReport.AssetLaw;
import io.ws402.gateway.ledger.AuditReport.Discrepancy;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.AssetId;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the ledger against what it tells of: the law of money per asset, and each deposit, refund, merchant and wallet for
 * itself. One snapshot, read only; it can run beside everything else.
 */
public final class LedgerAudit {
    private static final int MOST_OF_A_KIND = 100;

    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final String PATIENCE = "SET LOCAL statement_timeout = '10min'";

    private static final String LAW = """
            WITH arrived AS (
                SELECT asset, sum(amount) AS deposits FROM arrived_deposits GROUP BY asset
            ), back AS (
                SELECT asset, sum(amount) AS refunded FROM refunds
                WHERE state = 'confirmed' AND kind <> 'collection' GROUP BY asset
            ), outside AS (
                SELECT asset, sum(authorised) AS authorised, sum(collecting) AS collecting FROM (
                    SELECT asset, amount AS authorised, 0 AS collecting FROM deposits
                    WHERE kind = 'authorised' AND state = 'held'
                    UNION ALL
                    SELECT asset, 0, amount FROM refunds WHERE kind = 'collection' AND done_at IS NULL) AS not_ours_yet
                GROUP BY asset
            ), booked AS (
                SELECT asset,
                    -coalesce(sum(amount) FILTER (WHERE account = 'held'), 0) AS held,
                    -coalesce(sum(amount) FILTER (WHERE account = 'merchant'), 0) AS merchant,
                    -coalesce(sum(amount) FILTER (WHERE account = 'fees'), 0) AS fees,
                    -coalesce(sum(amount) FILTER (WHERE account = 'payer_credit'), 0) AS payer_credit,
                    -coalesce(sum(amount) FILTER (WHERE account = 'refunds_in_flight'), 0) AS refunds_in_flight,
                    -coalesce(sum(amount) FILTER (WHERE account = 'losses'), 0) AS losses
                FROM entries GROUP BY asset
            )
            SELECT asset, coalesce(deposits, 0) AS deposits, coalesce(held, 0) AS held,
                coalesce(merchant, 0) AS merchant, coalesce(fees, 0) AS fees,
                coalesce(payer_credit, 0) AS payer_credit, coalesce(refunds_in_flight, 0) AS refunds_in_flight,
                coalesce(refunded, 0) AS refunded, coalesce(losses, 0) AS losses, coalesce(authorised, 0) AS authorised,
                coalesce(collecting, 0) AS collecting
            FROM booked FULL JOIN arrived USING (asset) FULL JOIN back USING (asset) FULL JOIN outside USING (asset)
            ORDER BY asset""";

    private static final String JOURNALS = """
            SELECT 'journal_sum' AS kind, journal_id::text AS subject, asset, 0::numeric AS expected, sum(amount) AS actual
            FROM entries GROUP BY journal_id, asset HAVING sum(amount) <> 0""";

    private static final String HELD = """
            WITH booked AS (
                SELECT owner AS id, asset, -sum(amount) AS actual FROM entries WHERE account = 'held'
                GROUP BY owner, asset
            ), told AS (
                SELECT id, asset, CASE WHEN state IN ('unclaimed', 'held') AND kind = 'prepaid' THEN amount ELSE 0 END
                    AS expected
                FROM deposits
            )
            SELECT 'held_of_deposit' AS kind, id AS subject, asset,
                coalesce(expected, 0) AS expected, coalesce(actual, 0) AS actual
            FROM told FULL JOIN booked USING (id, asset)
            WHERE coalesce(expected, 0) <> coalesce(actual, 0)""";

    private static final String REFUNDS = """
            WITH booked AS (
                SELECT owner AS id, asset, -sum(amount) AS actual FROM entries WHERE account = 'refunds_in_flight'
                GROUP BY owner, asset
            ), told AS (
                SELECT id, asset, CASE WHEN state IN ('confirmed', 'credited', 'void') THEN 0 ELSE amount END AS expected
                FROM refunds WHERE kind <> 'collection'
            )
            SELECT 'refund_in_flight' AS kind, id AS subject, asset,
                coalesce(expected, 0) AS expected, coalesce(actual, 0) AS actual
            FROM told FULL JOIN booked USING (id, asset)
            WHERE coalesce(expected, 0) <> coalesce(actual, 0)""";

    // Kept for a payer is what became credit and nothing has taken up.
    private static final String CREDIT = """
            WITH booked AS (
                SELECT owner AS id, asset, -sum(amount) AS actual FROM entries WHERE account = 'payer_credit'
                GROUP BY owner, asset
            ), told AS (
                SELECT recipient AS id, asset, sum(amount) AS expected FROM refunds
                WHERE state = 'credited' AND paid_out_by IS NULL AND applied_to IS NULL GROUP BY recipient, asset
            )
            SELECT 'payer_credit' AS kind, id AS subject, asset,
                coalesce(expected, 0) AS expected, coalesce(actual, 0) AS actual
            FROM told FULL JOIN booked USING (id, asset)
            WHERE coalesce(expected, 0) <> coalesce(actual, 0)""";

    // A payout, and a deposit out of credit, is what it has taken up.
    private static final String CREDIT_TAKEN = """
            WITH taken AS (
                SELECT coalesce(paid_out_by, applied_to) AS id, asset, sum(amount) AS expected FROM refunds
                WHERE paid_out_by IS NOT NULL OR applied_to IS NOT NULL GROUP BY 1, asset
            ), taker AS (
                SELECT id, asset, amount AS actual FROM refunds WHERE kind = 'credit'
                UNION ALL SELECT id, asset, amount FROM deposits WHERE from_credit
            )
            SELECT 'credit_taken' AS kind, id AS subject, asset,
                coalesce(expected, 0) AS expected, coalesce(actual, 0) AS actual
            FROM taken FULL JOIN taker USING (id, asset)
            WHERE coalesce(expected, 0) <> coalesce(actual, 0)""";

    // What is captured of an authorisation is what its collection takes, and the one is lost with the other.
    private static final String COLLECTIONS = """
            SELECT 'collection' AS kind, d.id AS subject, d.asset,
                told.expected, told.actual
            FROM deposits d LEFT JOIN refunds c ON c.id = d.collected_by AND c.deposit_id = d.id, LATERAL (
                SELECT CASE WHEN d.state = 'reversed' THEN 0 ELSE least(d.captured, d.amount) END AS expected,
                    CASE WHEN c.state = 'void' THEN 0 ELSE coalesce(c.amount, 0) END AS actual) AS told
            WHERE d.kind = 'authorised' AND told.expected <> told.actual""";

    // Captured money that has arrived is the merchant's and, in part, the platform's.
    private static final String CAPTURED = """
            WITH booked AS (
                SELECT owner AS id, asset, -sum(amount) AS actual FROM entries WHERE account IN ('merchant', 'fees')
                GROUP BY owner, asset
            ), told AS (
                SELECT d.merchant_id AS id, d.asset, sum(d.captured) AS expected
                FROM deposits d LEFT JOIN refunds c ON c.id = d.collected_by
                WHERE d.state = 'settled' AND (d.kind = 'prepaid' OR c.state = 'confirmed')
                GROUP BY d.merchant_id, d.asset
            )
            SELECT 'captured' AS kind, id AS subject, asset,
                coalesce(expected, 0) AS expected, coalesce(actual, 0) AS actual
            FROM told FULL JOIN booked USING (id, asset)
            WHERE coalesce(expected, 0) <> coalesce(actual, 0)""";

    // What a wallet took in. What went out of it is the rail's to confirm, and compared with the rail elsewhere.
    private static final String CHAIN = """
            WITH booked AS (
                SELECT e.owner AS id, e.asset, sum(e.amount) AS actual
                FROM entries e JOIN journals j ON j.id = e.journal_id
                WHERE e.account = 'chain' AND j.kind IN ('deposit', 'deposit_returned', 'deposit_reversed', 'collected')
                GROUP BY e.owner, e.asset
            ), told AS (
                SELECT recipient AS id, asset, sum(amount) AS expected FROM arrived_deposits GROUP BY recipient, asset
            )
            SELECT 'chain' AS kind, id AS subject, asset,
                coalesce(expected, 0) AS expected, coalesce(actual, 0) AS actual
            FROM told FULL JOIN booked USING (id, asset)
            WHERE coalesce(expected, 0) <> coalesce(actual, 0)""";

    // What an open session may use up is what its deposits are worth to it.
    private static final String BALANCE = """
            SELECT 'balance_of_session' AS kind, s.payment_id AS subject, p.asset,
                coalesce(sum(coalesce(d.worth, d.amount)), 0) AS expected, s.balance::numeric AS actual
            FROM sessions s JOIN payments p ON p.id = s.payment_id
                LEFT JOIN deposits d ON d.payment_id = s.payment_id AND d.position >= 0 AND d.state = 'held'
            WHERE s.state = 'open'
            GROUP BY s.payment_id, p.asset
            HAVING coalesce(sum(coalesce(d.worth, d.amount)), 0) <> s.balance""";

    private static final List<String> CHECKS =
            List.of(JOURNALS, HELD, REFUNDS, CREDIT, CREDIT_TAKEN, COLLECTIONS, CAPTURED, CHAIN, BALANCE);

    private final Database database;

    /** Of this database. */
    public LedgerAudit(Database database) {
        this.database = database;
    }

    /** Audits everything. */
    public Future<AuditReport> run() {
        return database.transaction(transaction -> transaction
                .query(SNAPSHOT)
                .execute()
                .compose(done -> transaction.query(PATIENCE).execute())
                .compose(done -> laws(transaction))
                .compose(laws -> discrepancies(transaction).map(found -> new AuditReport(laws, found))));
    }

    private static Future<List<AssetLaw>> laws(SqlConnection transaction) {
        return transaction.query(LAW).execute().map(rows -> {
            List<AssetLaw> laws = new ArrayList<>();
            rows.forEach(row -> laws.add(law(row)));
            return laws;
        });
    }

    private static AssetLaw law(Row row) {
        return new AssetLaw(
                new AssetId(row.getString("asset")),
                Amounts.of(row, "deposits"),
                Amounts.of(row, "held"),
                Amounts.of(row, "merchant"),
                Amounts.of(row, "fees"),
                Amounts.of(row, "payer_credit"),
                Amounts.of(row, "refunds_in_flight"),
                Amounts.of(row, "refunded"),
                Amounts.of(row, "losses"),
                Amounts.of(row, "authorised"),
                Amounts.of(row, "collecting"));
    }

    private static Future<List<Discrepancy>> discrepancies(SqlConnection transaction) {
        List<Discrepancy> found = new ArrayList<>();
        Future<Void> checked = Future.succeededFuture();
        for (String check : CHECKS) {
            checked = checked.compose(done -> transaction
                    .query(check + " ORDER BY subject LIMIT " + MOST_OF_A_KIND)
                    .execute()
                    .map(rows -> {
                        rows.forEach(row -> found.add(discrepancy(row)));
                        return null;
                    }));
        }
        return checked.map(done -> found);
    }

    private static Discrepancy discrepancy(Row row) {
        return new Discrepancy(
                row.getString("kind"),
                row.getString("subject"),
                new AssetId(row.getString("asset")),
                Amounts.of(row, "expected"),
                Amounts.of(row, "actual"));
    }
}
