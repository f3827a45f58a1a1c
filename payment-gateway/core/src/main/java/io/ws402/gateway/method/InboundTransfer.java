package io.ws402.gateway.method;

import org.jspecify.annotations.Nullable;

/**
 * Money that reached a wallet.
 *
 * @param deposit what the rail shows of it, final
 * @param reference of the quote that it names, where the rail carries references; null where only its amount can tell
 */
public record InboundTransfer(
        ObservedDeposit deposit, @Nullable String reference) {}
