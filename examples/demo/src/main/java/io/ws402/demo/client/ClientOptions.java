package io.ws402.demo.client;

import java.time.Duration;

/**
 * How long a paying client waits for what. Nothing is waited for without one of these limits.
 *
 * @param connect for a connection
 * @param answer for an HTTP answer, and for anything at all after a proof was sent
 * @param open from the payment to the start of the session, a chain's finality included
 * @param silence for a sign of life of the server inside a session; 3 intervals of usage updates where those are longer
 * @param resume for taking up a session whose connection was lost
 * @param end from {@code ws402.end} to {@code ws402.session_ended}
 * @param refund from the end of the session to the last step of its refund
 */
public record ClientOptions(
        Duration connect,
        Duration answer,
        Duration open,
        Duration silence,
        Duration resume,
        Duration end,
        Duration refund) {
    /** Limits that suit a server on the internet and a chain with seconds to its finality. */
    public static ClientOptions usual() {
        return new ClientOptions(
                Duration.ofSeconds(5),
                Duration.ofSeconds(40),
                Duration.ofMinutes(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(45),
                Duration.ofSeconds(20),
                Duration.ofMinutes(3));
    }

    /** The same with another limit for the refund. */
    public ClientOptions withRefund(Duration limit) {
        return new ClientOptions(connect, answer, open, silence, resume, end, limit);
    }

    /** The same with another limit for taking up a lost session; zero does not try. */
    public ClientOptions withResume(Duration limit) {
        return new ClientOptions(connect, answer, open, silence, limit, end, refund);
    }
}
