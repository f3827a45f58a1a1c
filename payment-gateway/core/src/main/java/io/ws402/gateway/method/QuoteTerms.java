package io.ws402.gateway.method;

import io.vertx.core.json.JsonObject;

/**
 * Terms as a rail writes them.
 *
 * @param details the 0.1 payment details of this method, without the fields that all methods share ({@code reference,
 *     amount…, expiresAt, paymentId, claimSecret}), which the payment service adds
 * @param paymentUri for wallets and QR codes (EIP-681, {@code solana:}, BIP-21, …)
 * @param anchor what must be remembered of the rail at this moment; private to the method
 */
public record QuoteTerms(JsonObject details, String paymentUri, JsonObject anchor) {}
