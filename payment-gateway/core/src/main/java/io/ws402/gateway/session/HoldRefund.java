package io.ws402.gateway.session;

import io.ws402.protocol.payment.Settlement;

/** What came of a 0.1 refund call. */
public sealed interface HoldRefund {
    /** The hold is settled, by this call or by an earlier one that gave back the same amount. */
    record Refunded(Settlement settlement) implements HoldRefund {}

    /** An earlier call gave back another amount; {@code settlement} is what it did. */
    record AlreadySettled(Settlement settlement) implements HoldRefund {}

    /**
     * Nothing was done.
     *
     * @param code {@code unknown_payment}, {@code not_held}, {@code amount_mismatch}, or {@code ambiguous_proof} where a
     *     proof without reference fits several payments
     * @param reason a sentence for the log
     */
    record Refused(String code, String reason) implements HoldRefund {}
}
