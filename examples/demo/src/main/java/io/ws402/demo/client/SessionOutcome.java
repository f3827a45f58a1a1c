package io.ws402.demo.client;

import io.ws402.demo.wallet.Payment;

/** How it went for a payer who wanted a session. */
public sealed interface SessionOutcome {
    /** The session is over and its money divided; whether the refund has arrived already, the summary says. */
    record Ended(SessionSummary summary) implements SessionOutcome {}

    /**
     * No session, and nothing was paid.
     *
     * @param cause why not
     * @param reason a sentence for the payer
     */
    record NotPaid(Cause cause, String reason) implements SessionOutcome {}

    /** Why nothing was paid. */
    enum Cause {
        /** The server, or the gateway behind it, can not be reached. */
        UNREACHABLE,
        /** The server will not sell this: an unknown resource or method, a duration it does not allow. */
        REFUSED,
        /** The wallet can not pay with anything that the resource takes. */
        NO_COMMON_ASSET,
        /** It costs more than the order's budget allows. */
        TOO_EXPENSIVE,
        /** Nothing that the wallet can pay is allowed at this price. */
        NOT_ALLOWED,
        /** The wallet could not pay: its node does not answer, or refuses. */
        WALLET,
        /** The wallet holds too little. */
        INSUFFICIENT_FUNDS
    }

    /**
     * Paid, but no session started in time. The same proof may be presented again where the code is retryable; another
     * amount, or one paid too late, goes back once its proof was presented; the rest is the operator's to resolve.
     *
     * @param payment what was paid
     * @param code one of {@link io.ws402.protocol.payment.Codes}, or {@code unreachable}
     * @param reason a sentence for the payer
     */
    record NotStarted(Payment payment, String code, String reason) implements SessionOutcome {}

    /**
     * The session started, its connection was lost, and nobody could be asked how it ended. The gateway charges what the
     * last checkpoint recorded and refunds the rest by itself.
     *
     * @param summary what was known last
     * @param reason a sentence for the payer
     */
    record Lost(SessionSummary summary, String reason) implements SessionOutcome {}
}
