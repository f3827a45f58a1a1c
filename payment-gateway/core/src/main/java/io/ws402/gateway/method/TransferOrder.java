package io.ws402.gateway.method;

import io.ws402.protocol.money.Money;

/** Money to move on a rail, once: back to a payer, or from one. */
public sealed interface TransferOrder permits RefundOrder, CollectOrder {
    /** Names the transfer for good, whatever is signed for it. */
    String id();

    /** The payment it belongs to. */
    String paymentId();

    /** What to move; more than nothing. */
    Money amount();
}
