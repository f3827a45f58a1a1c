package io.ws402.server.session;

/**
 * What a close frame says.
 *
 * @param code its close code
 * @param reason its text
 */
public record Goodbye(int code, String reason) {}
