package io.ws402.server.session;

import io.ws402.protocol.payment.MeterReport;

/** What a session needs of the event loop it lives on. */
interface SessionOwner {
    Ticker ticker();

    SessionRules rules();

    /** The session's state is another one now. */
    void changed(Session session);

    /** Takes a session that has just ended to the gateway's answer. */
    void close(Session session, EndReason reason, MeterReport last);

    /** Nothing is left to do for the session. */
    void forget(Session session);
}
