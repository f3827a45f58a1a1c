package io.ws402.server.session;

/** What is attached to a session and follows its states. Called on the session's event loop. */
public interface SessionHooks {
    /** The payer paused: no application frame passes until {@link #continued()}. */
    void paused();

    /** The payer goes on. */
    void continued();

    /** The session is over; called once, before anything else is said to the payer. */
    void ended(EndReason reason);

    /** The gateway has answered for the session, or is not waited for any longer; called once, after {@link #ended}. */
    void finished();
}
