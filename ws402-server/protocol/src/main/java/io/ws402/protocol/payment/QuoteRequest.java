package io.ws402.protocol.payment;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks for terms on which a payer can open a session.
 *
 * @param resourceId what is sold
 * @param amount the price of the duration in the asset's smallest unit; the quote may ask a few units more
 * @param durationSeconds for how long the payer means to stay
 * @param plan the whole price plan, bound into the quote
 * @param method the payment method's short id, or null for the gateway's default
 * @param asset a CAIP-19 id or a symbol, or null for the method's default
 * @param payerAddress the network address the request came from, for the caps on open quotes; null when unknown
 */
public record QuoteRequest(
        String resourceId,
        BigInteger amount,
        long durationSeconds,
        PricePlan plan,
        @Nullable String method,
        @Nullable String asset,
        @Nullable String payerAddress) {}
