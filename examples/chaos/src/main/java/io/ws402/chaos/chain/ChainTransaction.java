package io.ws402.chaos.chain;

import io.ws402.protocol.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on the simulated chain.
 *
 * @param id its hash
 * @param from who sends
 * @param sequence its number among the sender's; of two with the same one at most one is ever mined
 * @param to who receives
 * @param value what moves
 * @param memo what the sender wrote to it: the reference of a quote, if anything
 * @param refundId the refund it carries out, if it is one of ours
 * @param price what it offers for being mined
 */
public record ChainTransaction(
        String id,
        String from,
        long sequence,
        String to,
        Money value,
        String memo,
        @Nullable String refundId,
        long price) {
    /** Sender and number: what only one transaction can use. */
    String slot() {
        return from + ':' + sequence;
    }
}
