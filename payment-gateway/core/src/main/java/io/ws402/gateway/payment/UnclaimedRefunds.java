package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;
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

    private final DepositRepository deposits;
    private final Duration claimableFor;
    private final Identifiers identifiers;
    private final Runnable whenPlanned;

    /**
     * @param claimableFor how long money waits for its payer's proof once it was seen
     * @param whenPlanned called when refunds were planned
     */
    public UnclaimedRefunds(Database database, Duration claimableFor, Identifiers identifiers, Runnable whenPlanned) {
        this.deposits = new DepositRepository(database.pool());
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
        return deposits.unclaimed(claimableFor, BATCH)
                .compose(due ->
                        Future.join(due.stream().map(this::refund).toList()).map(due.size() == BATCH));
    }

    private Future<Void> refund(String paymentId) {
        return deposits.giveBackUnclaimed(paymentId, identifiers.next("ref"), claimableFor, "unclaimed")
                .onSuccess(planned -> {
                    if (planned) {
                        LOG.info("payment {} was claimed by nobody, and goes back to its payer", paymentId);
                        whenPlanned.run();
                    }
                })
                .mapEmpty();
    }
}
