package io.ws402.proxy;

import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Settlement;

/**
 * The callbacks that WS402 0.1 gives embedders. They run on the caller's context and must not block; what one throws is
 * logged and changes nothing. A call that is repeated calls back again, so whoever counts must do so by id.
 */
public interface ProxyListener {
    /** Nobody listens. */
    ProxyListener NONE = new ProxyListener() {};

    /** A proof or a resume token was accepted. */
    default void onPaymentVerified(SessionGrant grant) {}

    /** A refund of a session was planned or sent. */
    default void onRefundIssued(String paymentId, RefundStatus refund) {}

    /** A session was settled. */
    default void onSessionEnd(Settlement settlement) {}
}
