package io.ws402.gateway.session;

/**
 * Who holds a lease.
 *
 * @param apiKeyId the server's API key
 * @param serverId the server process, a UUID made at its start
 */
public record Holder(String apiKeyId, String serverId) {}
