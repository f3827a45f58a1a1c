package io.ws402.gateway.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Columns;
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
                INSERT INTO journals (kind, subject, payment_id)
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
                RETURNING id, kind, subject)
            INSERT INTO entries (journal_id, account, owner, asset, amount)
            SELECT journal.id, entry.account, entry.owner, entry.asset, entry.amount
            FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::numeric[])
                AS entry (kind, subject, account, owner, asset, amount) JOIN journal USING (kind, subject)""";

    private static final String BALANCES = """
            SELECT account, owner, asset, sum(amount) AS amount FROM entries
            WHERE account = $1 AND ($2::text IS NULL OR owner = $2)
            GROUP BY account, owner, asset HAVING sum(amount) <> 0
            ORDER BY owner, asset""";

    /** As {@link #post(SqlClient, List)}, for one. */
    public Future<Void> post(SqlClient client, Journal journal) {
        return post(client, List.of(journal));
    }

    /**
     * Writes journals, in one statement.
     *
     * @param client the transaction they belong to, or a pool where they stand alone
     * @return failed when a journal of its kind and subject exists already: whoever posts must know that it happens once
     */
    public Future<Void> post(SqlClient client, List<Journal> journals) {
        List<Posted> entries = journals.stream()
                .flatMap(journal -> journal.entries().stream().map(entry -> new Posted(journal, entry)))
                .toList();
        Tuple parameters = Tuple.of(
                Columns.texts(journals, Journal::kind),
                Columns.texts(journals, Journal::subject),
                Columns.texts(journals, Journal::paymentId),
                Columns.texts(entries, posted -> posted.journal().kind()),
                Columns.texts(entries, posted -> posted.journal().subject()),
                Columns.texts(entries, posted -> posted.entry().account().sqlName()),
                Columns.texts(entries, posted -> posted.entry().owner()),
                Columns.texts(entries, posted -> posted.entry().asset().value()));
        parameters.addValue(Amounts.toSql(
                entries.stream().map(posted -> posted.entry().amount()).toList()));
        return journals.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery(POST).execute(parameters).mapEmpty();
    }

    private record Posted(Journal journal, Entry entry) {}

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
