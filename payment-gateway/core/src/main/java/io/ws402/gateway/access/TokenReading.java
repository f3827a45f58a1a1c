package io.ws402.gateway.access;

/** What a token says, after its signature and expiry were checked. Whether it still means anything the database decides. */
public sealed interface TokenReading {
    /** Takes a session up, once: while the session's lease epoch is the one it names. */
    record Resume(String paymentId, String sessionId, long leaseEpoch) implements TokenReading {}

    /** Opens a session's HTTP resource and its status. */
    record Access(String paymentId, String sessionId, String resourceId) implements TokenReading {}

    /** Not a token of ours, altered, or expired. */
    record Invalid(String reason) implements TokenReading {}
}
