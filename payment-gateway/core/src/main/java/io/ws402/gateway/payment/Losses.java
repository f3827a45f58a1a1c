package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was served on deposits that their rail undid, and on authorisations that could not be collected. It is the
 * merchants' loss and in no account of the ledger: a merchant is credited only when a session is settled, and from what
 * is there.
 */
public final class Losses {
    private final LossRepository losses;

    /** In this database. */
    public Losses(Database database) {
        this.losses = new LossRepository(database.pool());
    }

    /**
     * The loss of one payment.
     *
     * @param paymentId the payment
     * @param merchantId whose loss
     * @param asset the session's, of both amounts, which are in smallest units; a deposit in another counts by its worth
     * @param undone how much of what had arrived, or was authorised, was undone
     * @param lost how much of what was consumed nothing pays for; fees are not taken off
     * @param reason why, as far as a refund or a collection noted it
     */
    public record Loss(
            String paymentId,
            String merchantId,
            AssetId asset,
            BigInteger undone,
            BigInteger lost,
            @Nullable String reason) {}

    /** The payments of which something was undone or could not be collected, the newest first. */
    public Future<List<Loss>> list(int atMost) {
        return losses.list(atMost);
    }
}
