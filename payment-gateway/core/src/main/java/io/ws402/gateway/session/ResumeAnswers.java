package io.ws402.gateway.session;

import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.Verification;
import java.util.Map;

/** What a payer is told whose session could not be taken up. */
final class ResumeAnswers {
    private static final Map<String, String> REASONS = Map.of(
            Codes.TOKEN_USED, "This token was used; a newer one was given out with the session.",
            Codes.TOKEN_INVALID, "This token was not made for this session.",
            Codes.SESSION_OVER, "The session is over; what was not used is refunded.");

    private ResumeAnswers() {}

    static Verification of(LeaseState lease, LeaseEvent.Resume event, LeasePolicy policy) {
        return switch (lease.on(event, policy.lease().toMillis())) {
            case LeaseOutcome.Refused(String code) when code.equals(Codes.LEASE_HELD) -> held(lease);
            case LeaseOutcome.Refused(String code) ->
                new Verification.Rejected(code, REASONS.getOrDefault(code, "The session can not be taken up."));
            // It could not a moment ago, and now it could: the lease ran out in between.
            case LeaseOutcome.Moved moved -> held(lease);
        };
    }

    private static Verification held(LeaseState lease) {
        long remainingMs = lease instanceof LeaseState.Live live ? live.remainingMs() : 0;
        return new Verification.Pending(
                Codes.LEASE_HELD, "Another server still holds the session.", Math.max(1, remainingMs));
    }
}
