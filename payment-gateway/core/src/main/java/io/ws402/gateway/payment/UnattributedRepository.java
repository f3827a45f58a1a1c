package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.payment.UnattributedTransfers.Unattributed;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Transfers that wait for an operator. */
final class UnattributedRepository {
    private static final String LIST = """
            SELECT * FROM unattributed_transfers u
            WHERE resolution IS NULL AND NOT EXISTS (SELECT FROM deposits d WHERE d.settlement_key = u.settlement_key)
              AND %s
            ORDER BY seen_at, settlement_key LIMIT $1""".formatted(DepositRepository.notCollected("u.tx_id"));

    private static final String FIND = """
            SELECT u.* FROM unattributed_transfers u JOIN payments p ON p.id = $2 AND p.method = u.method
            WHERE u.settlement_key = $1 AND u.resolution IS NULL""";

    // Whoever enters a deposit waits for this lock before its statement looks around, and then sees what was decided.
    private static final String NO_DEPOSITS_MEANWHILE = "LOCK TABLE deposits IN SHARE ROW EXCLUSIVE MODE";

    private static final String KEEP = """
            UPDATE unattributed_transfers u SET resolution = 'float', resolved_at = now(), note = $2
            WHERE settlement_key = $1 AND resolution IS NULL
              AND NOT EXISTS (SELECT FROM deposits d WHERE d.settlement_key = u.settlement_key)
              AND %s
            RETURNING *""".formatted(DepositRepository.notCollected("u.tx_id"));

    private static final String RETURNED = """
            UPDATE unattributed_transfers SET resolution = 'returned', resolved_at = now(), note = $2
            WHERE settlement_key = $1 AND resolution IS NULL""";

    /** Those that wait, the oldest first. */
    Future<List<Unattributed>> waiting(SqlClient client, int atMost) {
        return client.preparedQuery(LIST).execute(Tuple.of(atMost)).map(rows -> {
            List<Unattributed> waiting = new ArrayList<>();
            rows.forEach(row -> waiting.add(unattributed(row)));
            return waiting;
        });
    }

    /** One that waits, if this payment is of its method. */
    Future<Optional<Unattributed>> find(SqlClient client, String settlementKey, String paymentId) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(settlementKey, paymentId))
                .map(UnattributedRepository::first);
    }

    /** Marks one as kept, unless it is a deposit; until the transaction ends nobody makes it one. */
    Future<Optional<Unattributed>> keep(SqlConnection transaction, String settlementKey, String note) {
        return transaction
                .query(NO_DEPOSITS_MEANWHILE)
                .execute()
                .compose(locked -> transaction.preparedQuery(KEEP).execute(Tuple.of(settlementKey, note)))
                .map(UnattributedRepository::first);
    }

    /** Marks one as returned. */
    Future<Void> returned(SqlClient client, String settlementKey, String note) {
        return client.preparedQuery(RETURNED)
                .execute(Tuple.of(settlementKey, note))
                .mapEmpty();
    }

    private static Optional<Unattributed> first(Iterable<Row> rows) {
        var row = rows.iterator();
        return row.hasNext() ? Optional.of(unattributed(row.next())) : Optional.empty();
    }

    private static Unattributed unattributed(Row row) {
        return new Unattributed(
                row.getString("method"),
                new ObservedDeposit(
                        row.getString("settlement_key"),
                        row.getString("payer"),
                        row.getString("recipient"),
                        new Money(SessionGrants.asset(row), Amounts.of(row, "amount")),
                        row.getString("tx_id"),
                        row.getJsonObject("evidence"),
                        true),
                row.getString("why"),
                row.getOffsetDateTime("seen_at").toInstant());
    }
}
