package io.ws402.gateway.payment;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.money.Rounding;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the database has it at the moment a proof is presented.
 *
 * @param price what was asked
 * @param claimSecretHash of the secret that the payer was told
 * @param anchor what the method wanted remembered
 * @param afterQuarantine whether the quote lapsed so long ago that its proof is looked at no more
 * @param holder who holds it, or held it; null before it was claimed
 * @param topsUp the session that it was quoted to top up; null for a session's own
 */
record StoredPayment(
        String id,
        String merchantId,
        String resourceId,
        String method,
        Money price,
        String recipient,
        String reference,
        Buffer claimSecretHash,
        JsonObject anchor,
        PaymentState state,
        Instant expiresAt,
        boolean afterQuarantine,
        @Nullable Holder holder,
        @Nullable ToppedUp topsUp) {
    /** What {@link #of} reads, of a payment {@code p}, its session {@code s}, and the session {@code t} that it tops up. */
    static final String COLUMNS = """
            p.id, p.merchant_id, p.resource_id, p.method, p.asset, p.asset_symbol, p.asset_decimals, p.amount,
            p.recipient, p.reference, p.claim_secret_hash, p.anchor, p.state, p.expires_at,
            s.claimed_by, s.lease_epoch, p.tops_up, t.state = 'open' AS tops_up_open, p.worth""";

    /**
     * The session of a top-up's quote.
     *
     * @param paymentId its payment
     * @param open whether it still goes on
     * @param worth what the quoted price counts for in it, in its asset; null where that is the price
     */
    record ToppedUp(
            String paymentId, boolean open, @Nullable BigInteger worth) {}

    /**
     * The session on a payment.
     *
     * @param claimedBy the session id in the claim that made the current epoch
     * @param leaseEpoch the fence
     */
    record Holder(String claimedBy, long leaseEpoch) {}

    static StoredPayment of(Row row) {
        String claimedBy = row.getString("claimed_by");
        String topsUp = row.getString("tops_up");
        return new StoredPayment(
                row.getString("id"),
                row.getString("merchant_id"),
                row.getString("resource_id"),
                row.getString("method"),
                new Money(SessionGrants.asset(row), Amounts.of(row, "amount")),
                row.getString("recipient"),
                row.getString("reference"),
                row.getBuffer("claim_secret_hash"),
                row.getJsonObject("anchor"),
                PaymentState.of(row.getString("state")),
                row.getOffsetDateTime("expires_at").toInstant(),
                row.getBoolean("after_quarantine"),
                claimedBy == null ? null : new Holder(claimedBy, row.getLong("lease_epoch")),
                topsUp == null ? null : toppedUp(row, topsUp));
    }

    private static ToppedUp toppedUp(Row row, String paymentId) {
        BigInteger worth = row.getNumeric("worth") == null ? null : Amounts.of(row, "worth");
        return new ToppedUp(paymentId, row.getBoolean("tops_up_open"), worth);
    }

    /** Whether so little arrived that it counts for nothing in the session that it is to top up. */
    boolean countsForNothing(Money arrived) {
        BigInteger worth = topsUp == null ? null : topsUp.worth();
        return worth != null
                && Rounding.floor(arrived.units(), worth, price.units()).signum() == 0;
    }

    QuotedPayment quoted() {
        return new QuotedPayment(id, reference, price, recipient, anchor, expiresAt);
    }
}
