package io.ws402.demo.client;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running session in its payer's hand. Safe for use from any thread; survives a change of connection. */
public final class LiveSession {
    private final String sessionId;
    private final AtomicBoolean endWanted = new AtomicBoolean();
    private volatile SessionSocket socket;

    LiveSession(String sessionId, SessionSocket socket) {
        this.sessionId = sessionId;
        this.socket = socket;
    }

    /** The session's name. */
    public String sessionId() {
        return sessionId;
    }

    /** Says something to the resource; it is metered. */
    public void send(String data) {
        socket.sendText(data);
    }

    /** Says something to the resource; it is metered. */
    public void send(Buffer data) {
        socket.sendBinary(data);
    }

    /** Ends the session; what was not used is refunded. Repeating it does nothing. */
    public void end() {
        endWanted.set(true);
        socket.wantEnd();
    }

    boolean endWanted() {
        return endWanted.get();
    }

    SessionSocket socket() {
        return socket;
    }

    void moveTo(SessionSocket other) {
        socket = other;
        if (endWanted()) {
            other.wantEnd();
        }
    }
}
