package io.ws402.protocol.payment;

import io.ws402.protocol.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The right to serve a paid session until the lease runs out: the answer to an accepted proof and to a resume.
 *
 * @param paymentId the payment that is held
 * @param sessionId the session's name towards the payer; stays the same over resumes
 * @param resourceId what was paid for
 * @param payer who paid, as the rail says (CAIP-10 where there is a chain)
 * @param balance everything that was paid in, and the credit that its payer had
 * @param credit how much of the balance was the payer's credit, left over from earlier payments
 * @param plan the plan bound into the quote
 * @param reading what earlier servers have metered already
 * @param sequence the last checkpoint's number; the holder's next one must be higher
 * @param leaseEpoch the fence: every call for the session carries it, an older one is refused; 1 or more, or 0 where the
 *     gateway is of WS402 0.1 and knows no leases
 * @param resumeToken single use, takes the session up on any server once this lease is over; null from a 0.1 gateway
 * @param accessToken opens the session's HTTP resource and status; null from a 0.1 gateway
 * @param accessTokenExpiresInMs from now; 0 without an access token
 */
public record SessionGrant(
        String paymentId,
        String sessionId,
        String resourceId,
        String payer,
        Money balance,
        Money credit,
        PricePlan plan,
        Reading reading,
        long sequence,
        long leaseEpoch,
        @Nullable String resumeToken,
        @Nullable String accessToken,
        long accessTokenExpiresInMs) {
    @Override
    public String toString() {
        return "SessionGrant[paymentId=" + paymentId + ", sessionId=" + sessionId + ", leaseEpoch=" + leaseEpoch + "]";
    }
}
