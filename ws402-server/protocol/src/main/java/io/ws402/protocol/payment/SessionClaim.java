package io.ws402.protocol.payment;

/**
 * Who wants to hold a payment.
 *
 * @param sessionId minted by the server, unique per socket; repeating a claim with it gets the same answer
 * @param serverId the server process (a UUID made at its start)
 * @param resourceId the resource the socket is for; the payment must have been quoted for it
 */
public record SessionClaim(String sessionId, String serverId, String resourceId) {}
