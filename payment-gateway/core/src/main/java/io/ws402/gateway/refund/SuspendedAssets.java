package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.AssetId;
import java.time.Instant;
import java.util.List;

/** The assets that can not be sent to anybody now: no quotes are made in them, and their refunds wait. */
public final class SuspendedAssets {
    private final SuspensionRepository suspensions;

    /** Of all gateways over this database. */
    public SuspendedAssets(Database database) {
        this.suspensions = new SuspensionRepository(database.pool());
    }

    /**
     * One of them.
     *
     * @param method the payment method
     * @param asset its asset
     * @param reason what the trial showed, for an operator
     * @param since by the database's clock
     */
    public record Suspended(String method, AssetId asset, String reason, Instant since) {}

    /** All of them now. */
    public Future<List<Suspended>> list() {
        return suspensions.list();
    }
}
