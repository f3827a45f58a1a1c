package io.ws402.protocol.payment;

import io.ws402.protocol.money.Money;
import java.util.List;

/**
 * How a session's money was divided, in the session's asset: {@code paid = consumed + the sum of what the refunds are
 * worth}. A refund itself is in the asset that its deposit was paid in.
 *
 * @param paymentId whose
 * @param paid everything that was paid in
 * @param consumed what the session cost
 * @param fee the platform's part of what was taken of the deposits in the session's asset; of others it is taken in theirs
 * @param refunds what goes back, one for each deposit that was not used up
 */
public record Settlement(String paymentId, Money paid, Money consumed, Money fee, List<RefundStatus> refunds) {}
