package io.ws402.demo.client;

import io.ws402.demo.wallet.Payment;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.Reading;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session as its payer saw it.
 *
 * @param sessionId its name
 * @param paymentId the gateway's name for its payment; null where nobody told
 * @param offer how it was paid
 * @param payment the payment
 * @param paid everything that was paid in
 * @param consumed what it cost, the platform's fee included
 * @param reading what the meter showed last
 * @param endReason why it ended
 * @param refunds what goes back, as far as it was seen
 * @param receipt the signed receipt; null where none was wanted, or the server gives no tokens
 * @param interruptions how many times its connection was lost and taken up again
 */
public record SessionSummary(
        String sessionId,
        @Nullable String paymentId,
        AcceptedAsset offer,
        Payment payment,
        Money paid,
        Money consumed,
        Reading reading,
        String endReason,
        List<Refund> refunds,
        @Nullable ReceiptOutcome receipt,
        int interruptions) {
    static final Set<String> LAST_STATES = Set.of("confirmed", "credited", "awaiting_operator");

    /** What goes back, in all; of a deposit in another asset what counts of it as not used. */
    public Money refunded() {
        BigInteger sum = refunds.stream().map(Refund::unused).reduce(BigInteger.ZERO, BigInteger::add);
        return new Money(paid.asset(), sum);
    }

    /** Whether every refund has arrived on the rail. */
    public boolean refundsConfirmed() {
        return refunds.stream().allMatch(refund -> refund.state().equals("confirmed"));
    }

    /** Whether no refund will change any more without an operator or another payment. */
    public boolean refundsAtRest() {
        return refunds.stream().allMatch(refund -> LAST_STATES.contains(refund.state()));
    }

    /** The transaction of the first refund, once there is one. */
    public @Nullable String refundTx() {
        return refunds.isEmpty() ? null : refunds.getFirst().txHash();
    }
}
