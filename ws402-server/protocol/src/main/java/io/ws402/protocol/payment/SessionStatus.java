package io.ws402.protocol.payment;

import io.ws402.protocol.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as its payer may see it, also after it has ended.
 *
 * @param sessionId which
 * @param paymentId its payment
 * @param resourceId what was paid for
 * @param state {@code held} (live or resumable), {@code settled} or {@code reversed}
 * @param paused whether the payer has paused it
 * @param leaseExpiresInMs how long a server still holds it without another checkpoint; 0 when none holds it now: it is
 *     over, or waits to be resumed
 * @param paid everything that was paid in
 * @param consumed by the last checkpoint, or finally
 * @param reading by the last checkpoint, or finally
 * @param endReason why it ended, once it has
 * @param refunds what goes back, once it has ended
 */
public record SessionStatus(
        String sessionId,
        String paymentId,
        String resourceId,
        String state,
        boolean paused,
        long leaseExpiresInMs,
        Money paid,
        Money consumed,
        Reading reading,
        @Nullable String endReason,
        List<RefundStatus> refunds) {
    /** Whether a server holds it now, so that time is charged unless it is paused. */
    public boolean isLive() {
        return state.equals("held") && leaseExpiresInMs > 0;
    }
}
