package io.ws402.gateway.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.AssetId;
import java.util.ArrayList;
import java.util.List;

/**
 * Double entry, append-only. Whoever moves money posts in the transaction that moves it; statements that must be a single
 * one (claim, settle) write journal and entries themselves, in the same form.
 */
public final class Ledger {
    private static final String POST = """
            WITH journal AS (
                INSERT INTO journals (kind, subject, payment_id) VALUES ($1, $2, $3) RETURNING id)
            INSERT INTO entries (journal_id, account, owner, asset, amount)
            SELECT journal.id, entry.account, entry.owner, entry.asset, entry.amount
            FROM journal, unnest($4::text[], $5::text[], $6::text[], $7::numeric[])
                AS entry (account, owner, asset, amount)""";

    private static final String BALANCES = """
            SELECT account, owner, asset, sum(amount) AS amount FROM entries
            WHERE account = $1 AND ($2::text IS NULL OR owner = $2)
            GROUP BY account, owner, asset HAVING sum(amount) <> 0
            ORDER BY owner, asset""";

    /**
     * Writes a journal, in one statement.
     *
     * @param client the transaction it belongs to, or a pool where it stands alone
     * @return failed when a journal of this kind and subject exists already: whoever posts must know that it happens once
     */
    public Future<Void> post(SqlClient client, Journal journal) {
        List<Entry> entries = journal.entries();
        Tuple parameters = Tuple.of(
                journal.kind(),
                journal.subject(),
                journal.paymentId(),
                entries.stream().map(entry -> entry.account().sqlName()).toArray(String[]::new),
                entries.stream().map(Entry::owner).toArray(String[]::new),
                entries.stream().map(entry -> entry.asset().value()).toArray(String[]::new),
                Amounts.toSql(entries.stream().map(Entry::amount).toList()));
        return client.preparedQuery(POST).execute(parameters).mapEmpty();
    }

    /** The balances of an account, of all its owners. */
    public Future<List<Balance>> balances(SqlClient client, Account account) {
        return query(client, Tuple.of(account.sqlName(), (Object) null));
    }

    /** The balances of an account of one owner, one for each asset that is not at zero. */
    public Future<List<Balance>> balances(SqlClient client, Account account, String owner) {
        return query(client, Tuple.of(account.sqlName(), owner));
    }

    private static Future<List<Balance>> query(SqlClient client, Tuple parameters) {
        return client.preparedQuery(BALANCES).execute(parameters).map(rows -> {
            List<Balance> balances = new ArrayList<>();
            for (Row row : rows) {
                balances.add(new Balance(
                        Account.ofSqlName(row.getString("account")),
                        row.getString("owner"),
                        new AssetId(row.getString("asset")),
                        Amounts.of(row, "amount")));
            }
            return balances;
        });
    }
}
