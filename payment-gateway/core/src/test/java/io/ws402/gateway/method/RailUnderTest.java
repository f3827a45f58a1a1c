package io.ws402.gateway.method;

import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rail, with its method and some payers on it, as {@link PaymentMethodConformance} needs it. */
public interface RailUnderTest {
    /** The method, started. */
    PaymentMethod method();

    /** Another instance of it, started: a second gateway, or the same one after a crash. The rail closes it in the end. */
    PaymentMethod reopened();

    /** What is paid with here. */
    Asset asset();

    /** A price such as a session has, well above what it costs to send it back. */
    BigInteger price();

    /** The 0.1 fields that the method's part of the payment details must have. */
    Set<String> quoteFields();

    /** A payer nobody has seen before, with enough for a hundred such prices and whatever paying costs. */
    String newPayer();

    /** Pays a quote with some amount and returns the proof; empty where a rail does not let payers choose the amount. */
    Optional<PaymentProof> pay(QuotedPayment quote, String payer, BigInteger units);

    /** A well-formed proof of a payment that was never made. */
    PaymentProof proofOfNothing(QuotedPayment quote, String payer);

    /** The payment of {@code proof}, shown for another quote. */
    PaymentProof shownFor(PaymentProof proof, QuotedPayment other);

    /** The payment of {@code proof}, claimed by somebody who did not make it. */
    PaymentProof claimedBy(PaymentProof proof, String other);

    /** Proofs of what really happened on the rail, but is no payment of this quote. */
    List<FalseProof> falseProofs(QuotedPayment quote, String payer);

    /** How much an account has. */
    BigInteger balance(String account);

    /** What arrives of an amount that is sent: less, where the asset itself takes a fee of every transfer. */
    default BigInteger arrivingOf(BigInteger sent) {
        return sent;
    }

    /** Lets the rail take all that was sent so far, and makes it final. */
    void settle();

    /** Somebody who takes no refunds, if the rail has such. */
    Optional<String> refusingRecipient();

    /** An amount that is not worth sending, if the rail has such. */
    Optional<BigInteger> dust();

    /**
     * A proof that must be refused.
     *
     * @param what it really shows, for a failing test to say
     * @param code the code it must be refused with
     */
    record FalseProof(String what, PaymentProof proof, String code) {}
}
