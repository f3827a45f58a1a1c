package io.ws402.gateway.access;

/**
 * Who calls the gateway, as its API key says.
 *
 * @param apiKeyId the key's id (never the key)
 * @param merchantId whose money it acts for; every query is filtered by it
 * @param role what the key is for
 */
public record Caller(String apiKeyId, String merchantId, Role role) {}
