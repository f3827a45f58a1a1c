package io.ws402.gateway.refund;

/** What became of an operator's decision about a refund. */
public sealed interface RefundRuling {
    /** Carried out; the refund is in this state now. */
    record Done(String state) implements RefundRuling {}

    /**
     * Nothing was changed.
     *
     * @param code {@code unknown_refund}, {@code not_awaiting_operator}, {@code deposit_not_final}, {@code
     *     wrong_kind} or {@code transaction_used}
     * @param sentence why, and what to do
     */
    record Refused(String code, String sentence) implements RefundRuling {}
}
