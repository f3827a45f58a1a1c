package io.ws402.server.http;

import io.ws402.protocol.gateway.Problem;

/** Whether a session opens its HTTP resource just now. */
sealed interface Standing {
    /**
     * It does.
     *
     * @param asOfNanos since when nothing newer is known, by the server's monotonic clock
     */
    record Live(long asOfNanos) implements Standing {}

    /** It does not. */
    record Closed(Problem problem) implements Standing {}

    static Standing paused() {
        return closed("session_paused", "Paused", "The session is paused. Continue it on its WebSocket.");
    }

    static Standing notLive() {
        return closed(
                "session_not_live",
                "Session not live",
                "The session is over, or no server holds it now. Open one, or resume it.");
    }

    static Standing unknown() {
        return closed("unknown_session", "No such session", "This server's gateway does not know the session.");
    }

    private static Standing closed(String code, String title, String detail) {
        return new Closed(Problem.of(403, code, title, detail));
    }
}
