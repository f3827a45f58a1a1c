package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.operator.OperatorActionRepository;
import io.ws402.gateway.storage.Database;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * What our wallets have paid by transactions that the database did not sign, and that no refund explains. While one is
 * unexplained, no refund of its asset is sent to its recipient.
 */
public final class OutboundTransfers {
    private final Database database;
    private final OutboundRepository outbound;
    private final OperatorActionRepository trail = new OperatorActionRepository();

    /** Over this database. */
    public OutboundTransfers(Database database) {
        this.database = database;
        this.outbound = new OutboundRepository(database.pool());
    }

    /**
     * One of them.
     *
     * @param txId the transaction
     * @param sequencer the account that sent it
     * @param sequence its number there
     * @param asset CAIP-19
     * @param recipient who was paid
     * @param amount in smallest units
     * @param foundAt when it was found
     */
    public record Unexplained(
            String txId,
            String sequencer,
            long sequence,
            String asset,
            String recipient,
            BigInteger amount,
            Instant foundAt) {}

    /** Those that are unexplained, the longest first. */
    public Future<List<Unexplained>> list(int atMost) {
        return outbound.open(atMost);
    }

    /**
     * Says that a transaction was no refund, so that refunds to its recipients are sent again; with its entry in the trail.
     *
     * @return false when there is no such transaction that is unexplained
     */
    public Future<Boolean> explain(String txId, Decision decision) {
        return database.transaction(transaction -> outbound.explain(transaction, txId, null)
                .compose(explained -> explained
                        ? trail.append(transaction, decision, "outbound.explain", txId, null)
                                .map(true)
                        : Future.succeededFuture(false)));
    }
}
