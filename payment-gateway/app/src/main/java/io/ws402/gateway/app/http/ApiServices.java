package io.ws402.gateway.app.http;

import io.ws402.gateway.app.storage.IdempotencyKeys;

/** What every call goes through on its way to its endpoint. */
public record ApiServices(Authentication authentication, IdempotencyKeys idempotencyKeys, RequestObserver requests) {}
