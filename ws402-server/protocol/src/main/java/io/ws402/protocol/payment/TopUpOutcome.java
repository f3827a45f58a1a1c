package io.ws402.protocol.payment;

import io.ws402.protocol.money.Money;

/** What came of presenting the proof of a top-up. */
public sealed interface TopUpOutcome {
    /**
     * It belongs to the session, which may have ended since; the same proof presented again gets this again.
     *
     * @param arrived what came in, in the asset that was paid
     * @param worth what that counts for, in the session's asset
     * @param balance everything that was paid in by now, this included, in the session's asset
     */
    record Added(Money arrived, Money worth, Money balance) implements TopUpOutcome {}

    /**
     * It does not, and will not. What has arrived for it goes back to its payer, unless it is the payment of something
     * else.
     *
     * @param code one of {@link Codes}, {@code session_over} among them
     * @param reason a sentence for the payer
     */
    record Rejected(String code, String reason) implements TopUpOutcome {}

    /** Not yet; presenting it again later can succeed. */
    record Pending(String code, String reason, long retryAfterMs) implements TopUpOutcome {}

    /** The gateway did not answer: it may have been added or not, and presenting it again will tell. */
    record Unavailable(String reason) implements TopUpOutcome {}
}
