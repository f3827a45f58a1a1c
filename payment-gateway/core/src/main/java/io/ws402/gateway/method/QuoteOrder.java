package io.ws402.gateway.method;

import io.ws402.protocol.money.Money;
import java.time.Duration;

/**
 * What a payer is to pay.
 *
 * @param paymentId the payment
 * @param reference what {@link PaymentMethod#newReference} gave for it
 * @param resourceId what is sold
 * @param price the exact figure, unique units included
 * @param standsFor how long the terms stand
 * @param usableFor how long from now an authorisation has to be usable: paid at the last moment, it backs the longest
 *     session of the plan to its end. What collecting takes comes on top
 */
public record QuoteOrder(
        String paymentId, String reference, String resourceId, Money price, Duration standsFor, Duration usableFor) {}
