package io.ws402.gateway.method;

/** Whether a proof could be one of a method. */
public sealed interface Detection {
    /** Its shape is right; only {@link PaymentMethod#observe} knows whether it is true. */
    record Matches() implements Detection {}

    /** It is meant for this method, but broken: the reason is a sentence for the payer. */
    record Malformed(String reason) implements Detection {}

    /** It is not of this method. */
    record Foreign() implements Detection {}
}
