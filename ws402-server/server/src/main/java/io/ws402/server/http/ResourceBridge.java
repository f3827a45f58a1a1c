package io.ws402.server.http;

import io.vertx.core.Future;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.http.MessageAssembler.Assembly;
import io.ws402.server.resource.Frame;
import io.ws402.server.resource.FrameHandler;
import io.ws402.server.resource.PayerHandshake;
import io.ws402.server.resource.SessionContext;
import io.ws402.server.session.EndReason;
import io.ws402.server.session.Goodbye;
import io.ws402.server.session.Session;
import io.ws402.server.session.SessionHooks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between a session and its resource: meters the frames of both directions as they pass. Keeps what the resource sends
 * while nothing may pass: before the start and during a pause. Confined to the session's event loop.
 */
final class ResourceBridge implements SessionContext, SessionHooks {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceBridge.class);

    private final SessionGrant grant;
    private final KeptHandshake handshake;
    private final SocketLink link;
    private final Runnable whenFinished;
    private final SocketLimits limits;
    // None until it is needed: most payers listen to a resource that says little.
    private @Nullable MessageAssembler assembler;
    private @Nullable Deque<Assembly.Whole> held;
    private int heldBytes;
    private boolean holding = true;
    private boolean over;
    private @Nullable FrameHandler handler;
    private @Nullable Session session;
    private @Nullable End endBeforeStart;
    private Runnable drainHandler = () -> {};

    private record End(EndReason reason, Goodbye goodbye) {}

    ResourceBridge(
            SessionGrant grant, KeptHandshake handshake, SocketLink link, SocketLimits limits, Runnable whenFinished) {
        this.grant = grant;
        this.handshake = handshake;
        this.link = link;
        this.limits = limits;
        this.whenFinished = whenFinished;
    }

    /** The session started. */
    void begin(Session started, FrameHandler opened) {
        session = started;
        handler = opened;
        if (endBeforeStart != null) {
            started.end(endBeforeStart.reason(), endBeforeStart.goodbye());
            return;
        }
        guarded(started, opened::started);
        continued();
    }

    /** The session will not start after all. */
    void giveUp() {
        over = true;
        failHeld();
    }

    /** Hands a frame of the payer on, if it may pass. */
    void fromPayer(Frame frame) {
        Session current = session;
        FrameHandler target = handler;
        if (current == null || target == null || !current.passes(frame.payload().length(), frame.startsMessage())) {
            return;
        }
        guarded(current, () -> target.frame(frame));
        current.passed();
    }

    /** The payer sent a close frame, which ends the session. */
    void payerCloses(int code, String reason) {
        Session current = session;
        FrameHandler target = handler;
        if (current != null && target != null && !over) {
            guarded(current, () -> target.payerClosed(code, reason));
        }
    }

    private void guarded(Session current, Runnable resourceCode) {
        try {
            resourceCode.run();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("sessionId", sessionId())
                    .addKeyValue("resourceId", resourceId())
                    .setCause(e)
                    .log("The resource failed");
            current.end(EndReason.RESOURCE_FAILED);
        }
    }

    @Override
    public Future<Void> send(Frame frame) {
        if (over) {
            return Future.failedFuture("the session is over");
        }
        if (frame.isMessage() && !holding && (assembler == null || !assembler.hasBegun())) {
            return frame.kind() == Frame.Kind.TEXT && ControlGuard.begins(frame.payload())
                    ? refuse(MessageAssembler.LIKE_CONTROL)
                    : pass(List.of(frame), frame.payload().length());
        }
        if (assembler == null) {
            assembler = new MessageAssembler(limits.messageBytesMax());
        }
        return switch (assembler.add(frame)) {
            case Assembly.Whole message -> holding ? hold(message) : pass(message);
            case Assembly.Partial(Future<Void> sent) -> sent;
            case Assembly.Refused(String why) -> refuse(why);
        };
    }

    private Future<Void> refuse(String why) {
        fail(why);
        return Future.failedFuture("refused: " + why);
    }

    private Future<Void> pass(Assembly.Whole message) {
        pass(message.frames(), message.bytes()).onComplete(message.sent());
        return message.sent().future();
    }

    private Future<Void> pass(List<Frame> message, int bytes) {
        Session current = session;
        if (current == null || !current.passes(bytes, true)) {
            return Future.failedFuture("the session is over");
        }
        Future<Void> written = Future.succeededFuture();
        for (Frame frame : message) {
            written = link.write(frame);
        }
        if (link.overflows()) {
            current.end(EndReason.SLOW_READER);
        } else {
            current.passed();
        }
        return written;
    }

    private Future<Void> hold(Assembly.Whole message) {
        heldBytes += message.bytes();
        if (heldBytes > limits.sendQueueBytesMax()) {
            fail("it kept sending while nothing could pass");
            return Future.failedFuture("the queue is full");
        }
        if (held == null) {
            held = new ArrayDeque<>();
        }
        held.add(message);
        return message.sent().future();
    }

    @Override
    public void paused() {
        holding = true;
    }

    @Override
    public void continued() {
        // Holding until all of it went, so that nothing sent meanwhile overtakes it.
        while (held != null && !held.isEmpty() && !over) {
            Assembly.Whole next = held.remove();
            heldBytes -= next.bytes();
            pass(next);
        }
        held = null;
        holding = false;
        drained();
    }

    /** The payer reads again. */
    void drained() {
        Session current = session;
        if (current != null && !over && !writeQueueFull()) {
            guarded(current, drainHandler);
        }
    }

    @Override
    public void ended(EndReason reason) {
        over = true;
        failHeld();
        FrameHandler target = handler;
        if (target != null) {
            try {
                target.closed(reason.code());
            } catch (RuntimeException e) {
                LOG.error("The resource {} failed to close session {}", resourceId(), sessionId(), e);
            }
        }
    }

    @Override
    public void finished() {
        whenFinished.run();
    }

    private void failHeld() {
        if (held != null) {
            held.forEach(one -> one.sent().fail("the session is over"));
            held = null;
        }
        if (assembler != null) {
            assembler.abandon();
        }
    }

    @Override
    public String sessionId() {
        return grant.sessionId();
    }

    @Override
    public String resourceId() {
        return grant.resourceId();
    }

    @Override
    public String payer() {
        return grant.payer();
    }

    @Override
    public PayerHandshake handshake() {
        return handshake.read();
    }

    @Override
    public boolean writeQueueFull() {
        return holding || link.congested();
    }

    @Override
    public void drainHandler(Runnable newHandler) {
        drainHandler = newHandler;
    }

    @Override
    public void pause() {
        link.holdForResource(true);
    }

    @Override
    public void resume() {
        link.holdForResource(false);
    }

    @Override
    public void end() {
        end(EndReason.RESOURCE_ENDED);
    }

    @Override
    public void upstreamClosed(int closeCode, String closeReason) {
        end(EndReason.UPSTREAM_CLOSED, new Goodbye(closeCode, closeReason));
    }

    @Override
    public void upstreamLost(String why) {
        failed(EndReason.UPSTREAM_LOST, why);
    }

    @Override
    public void fail(String why) {
        failed(EndReason.RESOURCE_FAILED, why);
    }

    private void failed(EndReason reason, String why) {
        LOG.atError()
                .addKeyValue("sessionId", sessionId())
                .addKeyValue("resourceId", resourceId())
                .addKeyValue("reason", reason.code())
                .log("The resource failed: {}", why);
        end(reason);
    }

    private void end(EndReason reason) {
        end(reason, reason.goodbye());
    }

    private void end(EndReason reason, Goodbye goodbye) {
        Session current = session;
        if (current != null) {
            current.end(reason, goodbye);
        } else if (endBeforeStart == null) {
            endBeforeStart = new End(reason, goodbye);
        }
    }
}
