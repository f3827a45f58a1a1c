package io.ws402.server.resource;

/**
 * A resource's end of one session. Called on the session's event loop; must not block. An exception ends the session as a
 * fault of the resource.
 */
public interface FrameHandler {
    /** The session started: the meter runs, and what is sent goes out. */
    default void started() {}

    /** A frame of the payer, in order, already metered. */
    void frame(Frame frame);

    /**
     * The payer closed the WebSocket with a close frame; {@link #closed} follows.
     *
     * @param code as it came, 1005 when it has none
     * @param reason as it came, empty when it has none
     */
    default void payerClosed(int code, String reason) {}

    /**
     * The session is over, for whatever reason; called once. Nothing can be sent any more.
     *
     * @param reason stable, snake_case, for example {@code client_ended}
     */
    default void closed(String reason) {}
}
