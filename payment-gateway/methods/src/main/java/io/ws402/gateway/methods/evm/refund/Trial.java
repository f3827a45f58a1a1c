package io.ws402.gateway.methods.evm.refund;

/** What came of trying a refund without sending it. */
sealed interface Trial {
    /** It would succeed with this much gas. */
    record Passes(long gasLimit) implements Trial {}

    /** The recipient would not take it. */
    record RecipientRefuses(String reason) implements Trial {}

    /** It would fail for a reason that is not the recipient's, or can not be tried now. */
    record NotNow(String reason) implements Trial {}
}
