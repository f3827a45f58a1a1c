package io.ws402.gateway.method;

import io.ws402.protocol.money.Money;
import java.util.List;

/**
 * A transaction that an account has sent, finally, and that the gateway may never have signed.
 *
 * @param transaction as if it had been signed here, so that it can be asked after like one; its bytes are not known
 * @param networkFee what it cost the account, in the rail's native coin
 * @param payments what it paid to others; none when it was without effect, or did something else, for example collected
 */
public record Outbound(SignedTransfer transaction, Money networkFee, List<Payment> payments) {
    /** Keeps its own copy of the payments. */
    public Outbound {
        payments = List.copyOf(payments);
    }

    /** Whether it did what this refund would do, and nothing else. */
    public boolean pays(RefundOrder order) {
        return payments.size() == 1 && payments.getFirst().is(order);
    }

    /**
     * What somebody got.
     *
     * @param recipient as the rail writes it
     */
    public record Payment(String recipient, Money amount) {
        private boolean is(RefundOrder order) {
            return recipient.equals(order.recipient())
                    && amount.units().equals(order.amount().units())
                    && amount.asset().id().equals(order.amount().asset().id());
        }
    }
}
