package io.ws402.demo.client;

import io.ws402.protocol.receipt.ReceiptKeys;
import org.jspecify.annotations.Nullable;

/**
 * That a session's signed receipt is wanted.
 *
 * @param keys the gateway's, as they are known; null to ask the server for them, which then vouches for itself
 */
public record ReceiptOrder(@Nullable ReceiptKeys keys) {}
