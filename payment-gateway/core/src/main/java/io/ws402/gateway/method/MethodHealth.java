package io.ws402.gateway.method;

/**
 * Whether a rail answers.
 *
 * @param healthy whether payments can be verified now
 * @param detail a sentence for an operator, without secrets or addresses of endpoints that carry keys
 */
public record MethodHealth(boolean healthy, String detail) {}
