package io.ws402.gateway.method;

import io.ws402.protocol.money.Money;

/**
 * Money to take of what was authorised.
 *
 * @param collectionId names the collection
 * @param paymentId the payment it belongs to
 * @param authorised what {@link PaymentMethod#observe} said was authorised, with its evidence
 * @param amount what its session used, which is what to take; never more than was authorised
 */
public record CollectOrder(String collectionId, String paymentId, ObservedDeposit authorised, Money amount)
        implements TransferOrder {
    /** @throws IllegalArgumentException when it takes more than was authorised, or of another asset */
    public CollectOrder {
        if (!amount.asset().id().equals(authorised.amount().asset().id())
                || amount.units().compareTo(authorised.amount().units()) > 0) {
            throw new IllegalArgumentException(
                    "only " + authorised.amount() + " is authorised; " + collectionId + " would take " + amount);
        }
    }

    @Override
    public String id() {
        return collectionId;
    }
}
