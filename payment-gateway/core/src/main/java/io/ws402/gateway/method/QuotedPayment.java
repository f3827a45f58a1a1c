package io.ws402.gateway.method;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Money;
import java.time.Instant;

/**
 * A payment as it was quoted: what a rail needs to recognise it.
 *
 * @param paymentId the payment
 * @param reference its reference
 * @param price the exact figure that was asked
 * @param recipient the wallet it was to go to
 * @param anchor what {@link PaymentMethod#quote} wanted remembered
 * @param expiresAt when the terms lapsed or will, by the database's clock
 */
public record QuotedPayment(
        String paymentId, String reference, Money price, String recipient, JsonObject anchor, Instant expiresAt) {}
