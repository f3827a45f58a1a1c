package io.ws402.server.http;

import io.vertx.core.http.WebSocketFrame;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.server.resource.Frame;
import io.ws402.server.session.EndReason;
import io.ws402.server.session.Session;
import io.ws402.server.session.SessionState;

/** The frames of a payer inside a session: control is carried out, everything else is metered and handed on. */
final class MeteredSocket {
    /** A message may have as many fragments as it would have of this size: empty ones cost memory too. */
    private static final int FRAGMENT_BYTES = 64;

    private final Session session;
    private final ResourceBridge bridge;
    private final SocketLink link;
    private final SocketLimits limits;
    private final Controls controls;
    private boolean begun;
    private long messageBytes;
    private int fragments;

    MeteredSocket(Session session, ResourceBridge bridge, SocketLink link, SocketLimits limits, Controls controls) {
        this.session = session;
        this.bridge = bridge;
        this.link = link;
        this.limits = limits;
        this.controls = controls;
    }

    void frame(WebSocketFrame frame) {
        session.signOfLife();
        if (frame.isClose()) {
            bridge.payerCloses(frame.closeStatusCode(), frame.closeReason());
            session.end(EndReason.ofCloseFrame(frame.closeStatusCode()));
        } else if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
            data(Frame.of(frame));
        }
        link.holdWhileCongested();
    }

    private void data(Frame frame) {
        if (frame.kind() == Frame.Kind.TEXT && frame.last() && ControlGuard.begins(frame.payload())) {
            controls.handle(frame.text());
            return;
        }
        if (frame.startsMessage()) {
            begun = true;
            messageBytes = 0;
            fragments = 0;
        }
        messageBytes += frame.payload().length();
        fragments++;
        if (!begun) {
            // The rest of a message that began before the session: its beginning was dropped.
            return;
        }
        if (messageBytes > limits.messageBytesMax() || fragments > limits.messageBytesMax() / FRAGMENT_BYTES) {
            session.end(EndReason.MESSAGE_TOO_BIG);
        } else if (session.state() instanceof SessionState.Paused && frame.startsMessage()) {
            link.send(
                    new ServerMessage.ControlError("paused", "The session is paused; the message was not passed on."));
        } else {
            bridge.fromPayer(frame);
        }
    }

    void drained() {
        bridge.drained();
    }

    /** The payer broke the WebSocket protocol, or its limits. */
    void violated(EndReason how) {
        session.end(how);
    }

    /** The connection is gone, with this close code. */
    void closed(int code) {
        session.end(EndReason.ofCloseFrame(code));
    }
}
