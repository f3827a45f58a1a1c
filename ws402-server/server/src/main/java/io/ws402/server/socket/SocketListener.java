package io.ws402.server.socket;

import io.ws402.server.resource.Frame;

/** What a {@link PayerSocket} tells whoever listens to it, on the Vert.x context it was made with. */
public interface SocketListener {
    /** A frame of application data, in order. */
    void frame(Frame frame);

    /** A ping, which is answered already, or a pong. */
    void signOfLife();

    /**
     * The peer's close frame, which is answered already; {@link #gone} follows.
     *
     * @param code as it came, 1000 when it has none
     * @param reason as it came, empty when it has none
     */
    void closing(int code, String reason);

    /**
     * The peer broke RFC 6455, or sent a frame that is too large; nothing but its close frame is heard after that.
     *
     * @param closeCode the code that says so to it
     */
    void violated(int closeCode);

    /** What waited for the peer has gone out, after {@link PayerSocket#writeQueueFull}. */
    void drained();

    /**
     * The connection is gone; told once, and last.
     *
     * @param closeCode the peer's, or 1006 when it sent none
     */
    void gone(int closeCode);
}
