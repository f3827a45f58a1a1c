package io.ws402.server.session;

import io.ws402.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/** The payer's end of a session's connection. Called on the session's event loop only; nothing here blocks or throws. */
public interface PayerLink {
    /** Sends a message; does nothing when the connection is gone. */
    void send(ServerMessage message);

    /** Asks for a sign of life. */
    void ping();

    /** Whether what was sent piles up because the payer does not read it. */
    boolean congested();

    /** Whether frames of the payer are being read, so that its silence means something. */
    boolean listening();

    /** Why the connection has not moved for longer than is allowed, or null while it moves. */
    @Nullable EndReason stalled();

    /** Closes the connection; does nothing when it is gone. */
    void close(int code, String reason);
}
