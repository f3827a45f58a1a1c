package io.ws402.protocol.payment;

/** What came of asking for a quote. */
public sealed interface QuoteOutcome {
    /** Terms to hand to the payer. */
    record Quoted(Quote quote) implements QuoteOutcome {}

    /**
     * The gateway will not quote this.
     *
     * @param code stable, snake_case, for example {@code unknown_asset}
     * @param reason a sentence for the payer
     */
    record Refused(String code, String reason) implements QuoteOutcome {}

    /** The gateway could not be reached in time, or is overloaded; asking again later is safe. */
    record Unavailable(String reason) implements QuoteOutcome {}
}
