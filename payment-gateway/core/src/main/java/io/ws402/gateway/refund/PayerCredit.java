package io.ws402.gateway.refund;

import io.ws402.protocol.money.Money;
import java.util.List;

/**
 * What is kept for a payer of a merchant because sending it was not worth its fee, or was refused.
 *
 * @param merchantId from whose sessions it is
 * @param method its rail
 * @param payer as the rail says
 * @param amount all of it together
 * @param paymentId the newest payment that something of it is of
 * @param refundIds the refunds that became credit and that nothing has taken up
 */
record PayerCredit(
        String merchantId, String method, String payer, Money amount, String paymentId, List<String> refundIds) {}
