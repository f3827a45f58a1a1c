package io.ws402.gateway.payment;

import io.ws402.gateway.method.Capabilities.Binding;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Codes;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a rail shows pays for what was quoted. Pure. Whether the payer is who the proof says only the method can
 * judge; that nobody else has claimed the deposit only the database can.
 */
sealed interface ClaimDecision {
    /** It does. */
    record Accept() implements ClaimDecision {}

    /** It does not. */
    record Refuse(String code, String reason) implements ClaimDecision {}

    /**
     * What can be said before the rail is asked, so that bearer money does not move for nothing.
     *
     * @param resourceId what the session is for; null from a 0.1 server, which does not say
     * @param afterQuarantine whether the quote lapsed so long ago that its amount may stand for another one
     */
    static ClaimDecision beforeLooking(String quotedResourceId, @Nullable String resourceId, boolean afterQuarantine) {
        if (resourceId != null && !resourceId.equals(quotedResourceId)) {
            return new Refuse(
                    Codes.RESOURCE_MISMATCH,
                    "This payment was quoted for another resource; connect to " + quotedResourceId + " with it.");
        }
        if (afterQuarantine) {
            return new Refuse(Codes.QUOTE_EXPIRED, "The quote has expired for good; ask for a new one.");
        }
        return new Accept();
    }

    /** What can be said once the rail has shown what arrived. All of it counts where something else than the amount binds it. */
    static ClaimDecision onArrival(Money price, String recipient, Binding binding, ObservedDeposit observed) {
        Money arrived = observed.amount();
        if (!arrived.asset().id().equals(price.asset().id())) {
            return new Refuse(
                    Codes.WRONG_ASSET,
                    "Paid in " + arrived.asset().symbol() + " where "
                            + price.asset().symbol() + " was quoted.");
        }
        if (!observed.recipient().equals(recipient)) {
            return new Refuse(Codes.WRONG_RECIPIENT, "Paid to another wallet than the quote names.");
        }
        boolean amountFits = binding == Binding.AMOUNT ? arrived.units().equals(price.units()) : !arrived.isZero();
        return amountFits
                ? new Accept()
                : new Refuse(
                        Codes.AMOUNT_MISMATCH,
                        observed.money() == MoneyKind.AUTHORISED
                                ? arrived + " is authorised where " + price + " was quoted; nothing of it is taken."
                                : arrived + " arrived where exactly " + price
                                        + " was quoted; it goes back to its payer, unless it pays another quote.");
    }
}
