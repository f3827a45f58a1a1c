package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the refunds of payments that arrived and that nobody claimed in time: all of it back to who paid. Any number of
 * gateways may do it at once.
 */
public final class UnclaimedRefunds {
    private static final Logger LOG = LoggerFactory.getLogger(UnclaimedRefunds.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int BATCH = 100;

    private static final String DUE = """
            SELECT payment_id FROM deposits
            WHERE state = 'unclaimed' AND created_at <= now() - $1::bigint * interval '1 millisecond'
            ORDER BY created_at LIMIT $2""";

    // Against a claim at the same moment, whoever gets the payment's row first has it.
    private static final String REFUND = """
            WITH payment AS (
                UPDATE payments p SET state = 'settled', settled_at = now()
                WHERE p.id = $1 AND p.state = 'paid' AND EXISTS (
                    SELECT FROM deposits d WHERE d.payment_id = p.id AND d.state = 'unclaimed'
                        AND d.created_at <= now() - $3::bigint * interval '1 millisecond')
                RETURNING p.id
            ), deposit AS (
                UPDATE deposits d SET state = 'settled' FROM payment
                WHERE d.payment_id = payment.id AND d.state = 'unclaimed'
                RETURNING d.*
            ), refund AS (
                INSERT INTO refunds (id, deposit_id, payment_id, merchant_id, method, asset, recipient, amount, reason)
                SELECT $2, id, payment_id, merchant_id, method, asset, payer, amount, 'unclaimed' FROM deposit
                RETURNING *
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'unclaimed_returned', id, payment_id FROM deposit
                RETURNING id
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal, deposit, refund, LATERAL (VALUES
                    ('held', deposit.id, deposit.amount),
                    ('refunds_in_flight', refund.id, -deposit.amount)) AS side (account, owner, amount)
            )
            INSERT INTO outbox (topic, subject, payload)
            SELECT 'payment.returned', payment_id, jsonb_build_object('merchantId', merchant_id, 'refundId', id,
                'payer', recipient, 'asset', asset, 'amount', amount::text, 'reason', reason)
            FROM refund""";

    private final Pool pool;
    private final Duration claimableFor;
    private final Identifiers identifiers;
    private final Runnable whenPlanned;

    /**
     * @param claimableFor how long money waits for its payer's proof once it was seen
     * @param whenPlanned called when refunds were planned
     */
    public UnclaimedRefunds(Database database, Duration claimableFor, Identifiers identifiers, Runnable whenPlanned) {
        this.pool = database.pool();
        this.claimableFor = claimableFor;
        this.identifiers = identifiers;
        this.whenPlanned = whenPlanned;
    }

    /** Runs it from now on, until it is stopped. */
    public RepeatedPass start(Vertx vertx) {
        RepeatedPass repeated = new RepeatedPass(vertx, "refunds of unclaimed payments", PAUSE, this::pass);
        repeated.start();
        return repeated;
    }

    /** Plans what is due; answers whether there may be more. */
    public Future<Boolean> pass() {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(claimableFor.toMillis(), BATCH))
                .compose(rows -> {
                    List<Future<Void>> refunds = new ArrayList<>();
                    for (Row row : rows) {
                        refunds.add(refund(row.getString("payment_id")));
                    }
                    return Future.join(refunds).map(refunds.size() == BATCH);
                });
    }

    private Future<Void> refund(String paymentId) {
        return pool.preparedQuery(REFUND)
                .execute(Tuple.of(paymentId, identifiers.next("ref"), claimableFor.toMillis()))
                .onSuccess(planned -> {
                    if (planned.rowCount() > 0) {
                        LOG.info("payment {} was claimed by nobody, and goes back to its payer", paymentId);
                        whenPlanned.run();
                    }
                })
                .mapEmpty();
    }
}
