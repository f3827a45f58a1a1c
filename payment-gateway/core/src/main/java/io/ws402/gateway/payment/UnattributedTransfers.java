package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Money that reached a wallet and that no quote explains, for an operator to decide about: it is the operator's own, or it
 * goes back to its payer in the name of a payment. Each is decided once, and never while its payer's proof claims it.
 */
public final class UnattributedTransfers {
    private static final String LIST = """
            SELECT * FROM unattributed_transfers u
            WHERE resolution IS NULL AND NOT EXISTS (SELECT FROM deposits d WHERE d.settlement_key = u.settlement_key)
            ORDER BY seen_at, settlement_key LIMIT $1""";

    private static final String FIND = """
            SELECT u.* FROM unattributed_transfers u JOIN payments p ON p.id = $2 AND p.method = u.method
            WHERE u.settlement_key = $1 AND u.resolution IS NULL""";

    // Whoever enters a deposit waits for this lock before its statement looks around, and then sees what was decided.
    private static final String NO_DEPOSITS_MEANWHILE = "LOCK TABLE deposits IN SHARE ROW EXCLUSIVE MODE";

    private static final String KEEP = """
            UPDATE unattributed_transfers u SET resolution = 'float', resolved_at = now(), note = $2
            WHERE settlement_key = $1 AND resolution IS NULL
              AND NOT EXISTS (SELECT FROM deposits d WHERE d.settlement_key = u.settlement_key)
            RETURNING *""";

    private static final String RETURNED = """
            UPDATE unattributed_transfers SET resolution = 'returned', resolved_at = now(), note = $2
            WHERE settlement_key = $1 AND resolution IS NULL""";

    private final Database database;
    private final Ledger ledger;
    private final DepositRepository deposits;
    private final Identifiers identifiers;

    /** Of this database. */
    public UnattributedTransfers(Database database, Ledger ledger, Identifiers identifiers) {
        this.database = database;
        this.ledger = ledger;
        this.deposits = new DepositRepository(database.pool());
        this.identifiers = identifiers;
    }

    /**
     * A transfer that waits for an operator.
     *
     * @param method by which payment method's wallet it was seen
     * @param arrived what the rail shows of it
     * @param why no quote explains it
     * @param seenAt since when it waits
     */
    public record Unattributed(String method, ObservedDeposit arrived, String why, Instant seenAt) {}

    /** Those that wait, the oldest first. */
    public Future<List<Unattributed>> list(int atMost) {
        return database.pool().preparedQuery(LIST).execute(Tuple.of(atMost)).map(rows -> {
            List<Unattributed> waiting = new ArrayList<>();
            rows.forEach(row -> waiting.add(unattributed(row)));
            return waiting;
        });
    }

    /**
     * It is the operator's own: entered in the ledger as the wallet's float.
     *
     * @param note why, for the books
     * @return false when no such transfer waits
     */
    public Future<Boolean> keepAsFloat(String settlementKey, String note) {
        return database.transaction(transaction -> transaction
                .query(NO_DEPOSITS_MEANWHILE)
                .execute()
                .compose(locked -> transaction.preparedQuery(KEEP).execute(Tuple.of(settlementKey, note)))
                .compose(rows -> {
                    Optional<Unattributed> kept = rows.stream().findFirst().map(UnattributedTransfers::unattributed);
                    return kept.isEmpty()
                            ? Future.succeededFuture(false)
                            : ledger.post(transaction, floated(kept.get().arrived()))
                                    .map(true);
                }));
    }

    private static Journal floated(ObservedDeposit arrived) {
        var asset = arrived.amount().asset().id();
        var units = arrived.amount().units();
        return Journal.of("operator_float", arrived.settlementKey(), null)
                .entry(Account.CHAIN, arrived.recipient(), asset, units)
                .entry(Account.OPERATOR_FLOAT, arrived.recipient(), asset, units.negate())
                .build();
    }

    /**
     * It belongs to a payment: all of it goes back to who paid, as a refund of that payment.
     *
     * @return false when no such transfer waits, the payment is not of its method, or its amount is reserved for
     *     somebody else's quote
     */
    public Future<Boolean> giveBack(String settlementKey, String paymentId, String note) {
        return database.pool()
                .preparedQuery(FIND)
                .execute(Tuple.of(settlementKey, paymentId))
                .map(rows -> rows.stream().findFirst().map(UnattributedTransfers::unattributed))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : giveBack(found.get().arrived(), paymentId, note));
    }

    private Future<Boolean> giveBack(ObservedDeposit arrived, String paymentId, String note) {
        return deposits.giveBack(paymentId, arrived, identifiers.next("dep"), identifiers.next("ref"), "operator")
                .compose(planned -> planned
                        ? database.pool()
                                .preparedQuery(RETURNED)
                                .execute(Tuple.of(arrived.settlementKey(), note))
                                .map(RowSet::rowCount)
                                .map(true)
                        : Future.succeededFuture(false));
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
