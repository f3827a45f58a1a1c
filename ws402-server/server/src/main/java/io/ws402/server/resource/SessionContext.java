package io.ws402.server.resource;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * A session as the resource sees it. Everything here is to be called on the session's event loop.
 *
 * <p>Both directions have back-pressure. Towards the payer: while {@link #writeQueueFull()}, wait for
 * {@link #drainHandler}; before the session has started, and while it is paused, the queue counts as full and what is
 * sent is kept. A resource that does not wait fills a bounded queue and loses its session. From the payer:
 * {@link #pause()} stops reading from the connection, for a bounded time.
 */
public interface SessionContext {
    /** The session's name; stays the same when the payer resumes. */
    String sessionId();

    /** What was paid for. */
    String resourceId();

    /** Who paid, as the rail says. */
    String payer();

    /** How the payer connected. */
    PayerHandshake handshake();

    /** Sends a text message; metered. The future fails when it did not go out. */
    default Future<Void> sendText(String text) {
        return send(Frame.text(text));
    }

    /** Sends a binary message; metered. The future fails when it did not go out. */
    default Future<Void> sendBinary(Buffer payload) {
        return send(Frame.binary(payload));
    }

    /**
     * Sends a frame as it is; metered. A text message that begins like a control message of the protocol is refused, and
     * ends the session as a fault of the resource: only the server may speak so.
     */
    Future<Void> send(Frame frame);

    /** Whether to wait before sending more. */
    boolean writeQueueFull();

    /** Called whenever the queue is no longer full; there is one handler, the last one that was set. */
    void drainHandler(Runnable handler);

    /** Stops reading from the payer. */
    void pause();

    /** Goes on reading from the payer. */
    void resume();

    /** Ends the session in order: the payer is settled and gets the rest back. */
    void end();

    /**
     * Ends the session because the service behind the resource closed in order. The payer is settled, gets the rest back,
     * and then hears the service's own goodbye.
     *
     * @param closeCode one that may stand in a close frame
     * @param closeReason at most 123 bytes of UTF-8
     */
    void upstreamClosed(int closeCode, String closeReason);

    /** Ends the session because the service behind the resource is lost; the payer is settled and gets the rest back. */
    void upstreamLost(String why);

    /** Ends the session as a fault of the resource; the payer is settled and gets the rest back. */
    void fail(String why);
}
