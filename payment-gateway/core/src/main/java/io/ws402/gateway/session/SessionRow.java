package io.ws402.gateway.session;

import io.vertx.sqlclient.Row;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Amounts;
import java.math.BigInteger;

/**
 * A session as a statement that matched no row finds it afterwards, to say why.
 *
 * @param paymentId its payment
 * @param sessionId its name towards the payer
 * @param resourceId what was paid for
 * @param quotedBy the API key that quoted the payment
 * @param heldBy the API key that holds it, or held it last
 * @param lease what its lease is at
 * @param sequence the last report's number
 * @param consumed by that report
 * @param balance what was paid in
 */
record SessionRow(
        String paymentId,
        String sessionId,
        String resourceId,
        String quotedBy,
        String heldBy,
        LeaseState lease,
        long sequence,
        BigInteger consumed,
        BigInteger balance) {
    /** Whether a caller may know of it: it holds the session, or quoted the payment. */
    boolean concerns(Caller caller) {
        return heldBy.equals(caller.apiKeyId()) || quotedBy.equals(caller.apiKeyId());
    }

    /** Whether these figures could follow the last report's: a total never falls, and never exceeds the balance. */
    boolean admits(BigInteger total) {
        return total.compareTo(consumed) >= 0 && total.compareTo(balance) <= 0;
    }

    static SessionRow of(Row row) {
        return new SessionRow(
                row.getString("payment_id"),
                row.getString("session_id"),
                row.getString("resource_id"),
                row.getString("quoted_by"),
                row.getString("api_key_id"),
                lease(row),
                row.getLong("sequence"),
                Amounts.of(row, "consumed"),
                Amounts.of(row, "balance"));
    }

    private static LeaseState lease(Row row) {
        if (row.getString("payment_state").equals("reversed")) {
            return new LeaseState.Reversed();
        }
        if (row.getString("state").equals("ended")) {
            return new LeaseState.Ended();
        }
        Long remainingMs = row.getLong("remaining_ms");
        if (remainingMs == null) {
            return new LeaseState.WithoutLease(row.getString("api_key_id"), row.getBoolean("reapable"));
        }
        Holder holder = new Holder(row.getString("api_key_id"), row.getString("server_id"));
        long epoch = row.getLong("lease_epoch");
        if (remainingMs > 0) {
            return new LeaseState.Live(holder, epoch, remainingMs);
        }
        return row.getBoolean("reapable")
                ? new LeaseState.Abandoned(holder, epoch)
                : new LeaseState.Lapsed(holder, epoch);
    }
}
