package io.ws402.protocol.payment;

import io.ws402.protocol.money.Money;
import java.util.List;

/**
 * How a session's money was divided: {@code paid = consumed + the sum of the refunds}; {@code fee} is the platform's
 * part of consumed.
 *
 * @param paymentId whose
 * @param paid everything that was paid in
 * @param consumed what the session cost
 * @param fee the platform's part of {@code consumed}
 * @param refunds what goes back, one for each deposit that was not used up
 */
public record Settlement(String paymentId, Money paid, Money consumed, Money fee, List<RefundStatus> refunds) {}
