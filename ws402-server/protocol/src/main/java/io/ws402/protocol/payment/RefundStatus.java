package io.ws402.protocol.payment;

import io.ws402.protocol.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A refund as the payer may see it.
 *
 * @param refundId its name
 * @param amount what goes back, in the asset that was paid, gross; network fees are the platform's
 * @param state {@code planned, signed, broadcast, confirmed, credited, awaiting_operator, void}
 * @param recipient where it goes, as the rail said who paid
 * @param txHash the transaction that carried it, once there is one
 * @param usedBy where it went after it was credited: the later payment ({@code pay_…}) to which it was added, or the refund
 *     ({@code ref_…}) that pays it out together with others; null before
 * @param worth where another asset goes back than the session's: what counts of it as not used, in the session's asset
 */
public record RefundStatus(
        String refundId,
        Money amount,
        String state,
        String recipient,
        @Nullable String txHash,
        @Nullable String usedBy,
        @Nullable Money worth) {
    /** A refund in the session's own asset. */
    public RefundStatus(
            String refundId,
            Money amount,
            String state,
            String recipient,
            @Nullable String txHash,
            @Nullable String usedBy) {
        this(refundId, amount, state, recipient, txHash, usedBy, null);
    }

    /** What was not used, in the session's asset. */
    public Money unused() {
        return worth == null ? amount : worth;
    }
}
