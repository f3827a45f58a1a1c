package io.ws402.protocol.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Terms a payer can accept by paying.
 *
 * @param paymentId the payment these terms belong to
 * @param reference 128 random bits that name the payment to its payer
 * @param price what to pay, unique units included
 * @param expiresInMs how long the terms stand, from now
 * @param details the {@code paymentDetails} object of the schema as the gateway made it, handed to the payer untouched
 * @param worth what paying this adds to the session's balance, in its asset; null where that is the price itself
 */
public record Quote(
        String paymentId,
        String reference,
        Money price,
        long expiresInMs,
        JsonObject details,
        @Nullable BigInteger worth) {
    /** Terms that count by their price. */
    public Quote(String paymentId, String reference, Money price, long expiresInMs, JsonObject details) {
        this(paymentId, reference, price, expiresInMs, details, null);
    }

    /** Without the details, which hold the payer's claim secret. */
    @Override
    public String toString() {
        return "Quote[paymentId=" + paymentId + ", price=" + price + ", expiresInMs=" + expiresInMs + "]";
    }
}
