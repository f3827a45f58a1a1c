package io.ws402.demo.wallet;

import io.ws402.protocol.money.Money;

/** What came of an attempt to pay. */
public sealed interface PayOutcome {
    /** The rail has it. */
    record Paid(Payment payment) implements PayOutcome {}

    /**
     * The account holds too little; nothing left the wallet.
     *
     * @param needed what the payment takes, network fees included where they are paid in the same coin
     * @param available what the account holds of it
     */
    record InsufficientFunds(Money needed, Money available) implements PayOutcome {}

    /** Nothing left the wallet. */
    record NotPaid(String reason) implements PayOutcome {}

    /**
     * Nobody knows: it was signed and handed to the rail, which has not said what became of it. It must not be paid
     * again; the proof may be presented, since it is worthless unless the payment happens.
     */
    record Unknown(Payment payment, String reason) implements PayOutcome {}
}
