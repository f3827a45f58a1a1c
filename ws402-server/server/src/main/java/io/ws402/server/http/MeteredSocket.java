package io.ws402.server.http;

import io.ws402.protocol.message.ServerMessage;
import io.ws402.server.resource.Frame;
import io.ws402.server.session.EndReason;
import io.ws402.server.session.Session;
import io.ws402.server.session.SessionState;
import io.ws402.server.socket.SocketListener;

/** The frames of a payer inside a session: control is carried out, everything else is metered and handed on. */
final class MeteredSocket implements SocketListener {
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

    @Override
    public void frame(Frame frame) {
        session.signOfLife();
        data(frame);
        link.holdWhileCongested();
    }

    @Override
    public void signOfLife() {
        session.signOfLife();
        link.holdWhileCongested();
    }

    @Override
    public void closing(int code, String reason) {
        session.signOfLife();
        bridge.payerCloses(code, reason);
        session.end(EndReason.ofCloseFrame(code));
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

    @Override
    public void drained() {
        link.drained();
        bridge.drained();
    }

    @Override
    public void violated(int closeCode) {
        session.end(EndReason.ofViolation(closeCode));
    }

    @Override
    public void gone(int closeCode) {
        link.gone();
        session.end(EndReason.ofCloseFrame(closeCode));
    }
}
