package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.operator.OperatorActionRepository;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import java.time.Instant;
import java.util.List;

/**
 * Money that reached a wallet and that no quote explains, for an operator to decide about: it is the operator's own, or it
 * goes back to its payer in the name of a payment. Each is decided once, and never while its payer's proof claims it.
 */
public final class UnattributedTransfers {
    private final Database database;
    private final Ledger ledger;
    private final UnattributedRepository transfers;
    private final OperatorActionRepository trail = new OperatorActionRepository();
    private final DepositRepository deposits;
    private final Identifiers identifiers;

    /** Of this database. */
    public UnattributedTransfers(Database database, Ledger ledger, Identifiers identifiers) {
        this.database = database;
        this.ledger = ledger;
        this.transfers = new UnattributedRepository();
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
        return transfers.waiting(database.pool(), atMost);
    }

    /**
     * It is the operator's own: entered in the ledger as the wallet's float.
     *
     * @return false when no such transfer waits
     */
    public Future<Boolean> keepAsFloat(String settlementKey, Decision decision) {
        return database.transaction(transaction -> transfers
                .keep(transaction, settlementKey, decision.note())
                .compose(kept -> kept.isEmpty()
                        ? Future.succeededFuture(false)
                        : ledger.post(transaction, floated(kept.get().arrived()))
                                .compose(posted ->
                                        trail.append(transaction, decision, "inbound.keep", settlementKey, null))
                                .map(true)));
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
    public Future<Boolean> giveBack(String settlementKey, String paymentId, Decision decision) {
        return transfers
                .find(database.pool(), settlementKey, paymentId)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : giveBack(found.get().arrived(), paymentId, decision));
    }

    private Future<Boolean> giveBack(ObservedDeposit arrived, String paymentId, Decision decision) {
        return deposits.giveBack(paymentId, arrived, identifiers.next("dep"), identifiers.next("ref"), "operator")
                .compose(planned -> planned
                        ? database.transaction(transaction -> noteReturned(transaction, arrived, decision))
                                .map(true)
                        : Future.succeededFuture(false));
    }

    private Future<Void> noteReturned(SqlConnection transaction, ObservedDeposit arrived, Decision decision) {
        return transfers
                .returned(transaction, arrived.settlementKey(), decision.note())
                .compose(noted -> trail.append(transaction, decision, "inbound.return", arrived.settlementKey(), null));
    }
}
