package io.ws402.gateway.method;

import io.ws402.protocol.money.Money;

/**
 * Money to send back.
 *
 * @param refundId names the refund; a rail with memos carries it
 * @param paymentId the payment it belongs to
 * @param recipient who paid, as the rail said
 * @param amount what to send, gross: fees are ours
 */
public record RefundOrder(String refundId, String paymentId, String recipient, Money amount) implements TransferOrder {
    @Override
    public String id() {
        return refundId;
    }
}
