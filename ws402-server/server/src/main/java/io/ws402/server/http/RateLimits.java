package io.ws402.server.http;

import io.ws402.protocol.rate.Rate;

/**
 * How often those who have not paid may ask. The first four count per client address; an IPv6 address counts by its /64,
 * and all of a /48 together may ask {@value UnpaidRates#NETWORK_SHARE} times as often.
 *
 * @param schema for terms: {@code GET /ws402/schema/…}, and every plain {@code GET} of a resource
 * @param handshake for a WebSocket
 * @param proof for a session, by a proof or a resume token
 * @param other for anything else but {@code /livez} and {@code /readyz}
 * @param total for terms, WebSockets and sessions, everybody together
 */
public record RateLimits(Rate schema, Rate handshake, Rate proof, Rate other, Rate total) {
    /** What {@code config/server.yaml} documents as defaults. */
    public static final RateLimits DEFAULTS = new RateLimits(
            Rate.parse("20/s burst 200"),
            Rate.parse("50/s burst 500"),
            Rate.parse("50/s burst 500"),
            Rate.parse("50/s burst 500"),
            Rate.parse("2000/s burst 10000"));
}
