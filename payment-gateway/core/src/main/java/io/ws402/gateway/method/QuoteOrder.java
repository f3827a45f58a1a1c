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
 */
public record QuoteOrder(String paymentId, String reference, String resourceId, Money price, Duration standsFor) {}
