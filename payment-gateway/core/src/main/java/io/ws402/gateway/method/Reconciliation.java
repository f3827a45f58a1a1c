package io.ws402.gateway.method;

import io.ws402.protocol.money.Money;
import org.jspecify.annotations.Nullable;

/** What became of a transfer that was signed. */
public sealed interface Reconciliation {
    /**
     * It arrived, finally.
     *
     * @param txId which of the signed transactions did it
     * @param networkFee what it cost us, in the rail's native coin
     */
    record Confirmed(String txId, Money networkFee) implements Reconciliation {}

    /** On its way; nothing to do but wait. */
    record InFlight() implements Reconciliation {}

    /** The rail does not know it (any more); the same bytes should be sent again. */
    record Missing() implements Reconciliation {}

    /** Known but not moving for too long: should be replaced at the same sequence number. */
    record Stuck() implements Reconciliation {}

    /**
     * Finally without effect: only now may it be signed anew, under a new sequence number.
     *
     * @param networkFee what the failure cost us, zero when its sequence number went to another transaction
     * @param recipientRefused whether it failed because the recipient did not take it; never of a collection, of which
     *     planning anew says whether it can still be made
     * @param overtakenBy what its sequence number went to, when nobody here signed that; it may have paid another refund
     */
    record WithoutEffect(
            String reason,
            Money networkFee,
            boolean recipientRefused,
            @Nullable Outbound overtakenBy) implements Reconciliation {
        /** By itself. */
        public WithoutEffect(String reason, Money networkFee, boolean recipientRefused) {
            this(reason, networkFee, recipientRefused, null);
        }
    }

    /** The rail did not answer. */
    record Unavailable(String reason) implements Reconciliation {}
}
