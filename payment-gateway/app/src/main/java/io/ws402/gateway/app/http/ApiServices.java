package io.ws402.gateway.app.http;

import io.ws402.gateway.app.storage.IdempotencyKeys;
import java.time.Duration;

/**
 * What every call goes through on its way to its endpoint.
 *
 * @param rates how often each key may call
 * @param bodyDeadline how long a body may take to arrive
 */
public record ApiServices(
        Authentication authentication,
        KeyRates rates,
        IdempotencyKeys idempotencyKeys,
        RequestObserver requests,
        Duration bodyDeadline) {
    /** As long as anybody needs who means it. */
    public static final Duration BODY_DEADLINE = Duration.ofSeconds(10);
}
