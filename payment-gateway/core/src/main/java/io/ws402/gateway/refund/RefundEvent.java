package io.ws402.gateway.refund;

import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.protocol.money.Money;
import org.jspecify.annotations.Nullable;

/** What happens to a refund, or to a collection. */
public sealed interface RefundEvent {
    /** It got its sequence number, in the statement that took it from the signer's. */
    record Numbered(long sequence) implements RefundEvent {}

    /** It was signed, or a stuck transaction was replaced at its sequence number; nothing of it was sent yet. */
    record Signed(SignedTransfer signed) implements RefundEvent {}

    /** The rail has this transaction. */
    record Sent(String txId) implements RefundEvent {}

    /** An attempt to send ended without an answer. */
    record SendingUnknown(String reason) implements RefundEvent {}

    /** It arrived, finally, by this transaction and at this cost to us. */
    record Confirmed(String txId, Money networkFee) implements RefundEvent {}

    /** Nothing that was signed has an effect, finally; what that cost us, and what took its sequence number if we did not. */
    record WithoutEffect(
            String reason, Money networkFee, @Nullable Outbound overtakenBy) implements RefundEvent {}

    /** Before anything was signed: a transaction of our wallet that the database did not know of has paid it. */
    record FoundPaid() implements RefundEvent {}

    /** Before anything was signed that counts: what is to be collected is ours already, by this transaction. */
    record FoundCollected(SignedTransfer transaction) implements RefundEvent {}

    /** With nothing on the rail: what is to be collected never can be, is not worth it, or an operator has given it up. */
    record Lost(String reason) implements RefundEvent {}

    /** Without effect because its recipient did not take it, finally; what that cost us. */
    record RecipientRefused(String reason, Money networkFee) implements RefundEvent {}

    /** With nothing on the rail: it is not worth sending, would be refused, or an operator has decided so. */
    record Credited(String reason) implements RefundEvent {}

    /** Before anything was signed: it can not be sent without a person. */
    record NeedsOperator(String reason) implements RefundEvent {}

    /** An operator has it tried again. */
    record Retried() implements RefundEvent {}

    /** An operator has paid it by a transfer of their own, outside of this engine. */
    record PaidOutside(String txId) implements RefundEvent {}

    /** The rail undid the deposit; it was not final, so nothing was signed. */
    record DepositReversed() implements RefundEvent {}
}
