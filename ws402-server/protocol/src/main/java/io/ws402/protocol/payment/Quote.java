package io.ws402.protocol.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Money;

/**
 * Terms a payer can accept by paying.
 *
 * @param paymentId the payment these terms belong to
 * @param reference 128 random bits that name the payment to its payer
 * @param price what to pay, unique units included
 * @param expiresInMs how long the terms stand, from now
 * @param details the {@code paymentDetails} object of the schema as the gateway made it, handed to the payer untouched
 */
public record Quote(String paymentId, String reference, Money price, long expiresInMs, JsonObject details) {
    /** Without the details, which hold the payer's claim secret. */
    @Override
    public String toString() {
        return "Quote[paymentId=" + paymentId + ", price=" + price + ", expiresInMs=" + expiresInMs + "]";
    }
}
