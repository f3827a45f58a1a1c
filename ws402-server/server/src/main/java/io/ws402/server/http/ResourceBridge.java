package io.ws402.server.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.resource.Frame;
import io.ws402.server.resource.FrameHandler;
import io.ws402.server.resource.SessionContext;
import io.ws402.server.session.EndReason;
import io.ws402.server.session.Session;
import io.ws402.server.session.SessionHooks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between a session and its resource: meters the frames of both directions as they pass. Keeps what the resource sends
 * while nothing may pass — before the start and during a pause — and the fragments of a message until it is whole, for
 * between them the server could say nothing of its own. Confined to the session's event loop.
 */
final class ResourceBridge implements SessionContext, SessionHooks {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceBridge.class);

    private final SessionGrant grant;
    private final SocketLink link;
    private final Runnable whenFinished;
    private final SocketLimits limits;
    private final ControlGuard guard = new ControlGuard();
    private final Deque<Held> held = new ArrayDeque<>();
    private final List<Frame> fragments = new ArrayList<>();
    private Promise<Void> fragmented = Promise.promise();
    private int heldBytes;
    private int fragmentBytes;
    private boolean holding = true;
    private boolean over;
    private @Nullable FrameHandler handler;
    private @Nullable Session session;
    private @Nullable EndReason endBeforeStart;
    private Runnable drainHandler = () -> {};

    private record Held(List<Frame> frames, int bytes, Promise<Void> sent) {}

    ResourceBridge(SessionGrant grant, SocketLink link, SocketLimits limits, Runnable whenFinished) {
        this.grant = grant;
        this.link = link;
        this.limits = limits;
        this.whenFinished = whenFinished;
    }

    /** The session started. */
    void begin(Session started, FrameHandler opened) {
        session = started;
        handler = opened;
        if (endBeforeStart != null) {
            started.end(endBeforeStart);
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
        if (guard.seesControl(frame)) {
            fail("it sent a message that begins like a control message of the protocol");
            return Future.failedFuture("only the server may send messages of the protocol");
        }
        if (frame.startsMessage() && frame.last()) {
            return message(List.of(frame), frame.payload().length());
        }
        return fragment(frame);
    }

    private Future<Void> fragment(Frame frame) {
        fragmentBytes += frame.payload().length();
        if (fragmentBytes > limits.messageBytesMax()) {
            fail("it sent a message longer than " + limits.messageBytesMax() + " bytes");
            return Future.failedFuture("the message is too long");
        }
        fragments.add(frame);
        if (!frame.last()) {
            return fragmented.future();
        }
        Promise<Void> sent = fragmented;
        message(List.copyOf(fragments), fragmentBytes).onComplete(sent);
        fragments.clear();
        fragmentBytes = 0;
        fragmented = Promise.promise();
        return sent.future();
    }

    private Future<Void> message(List<Frame> frames, int bytes) {
        return holding ? hold(frames, bytes) : pass(frames, bytes);
    }

    private Future<Void> pass(List<Frame> frames, int bytes) {
        Session current = session;
        if (current == null || !current.passes(bytes, true)) {
            return Future.failedFuture("the session is over");
        }
        Future<Void> written = Future.succeededFuture();
        for (Frame frame : frames) {
            written = link.write(frame);
        }
        if (link.overflows()) {
            current.end(EndReason.SLOW_READER);
        } else {
            current.passed();
        }
        return written;
    }

    private Future<Void> hold(List<Frame> frames, int bytes) {
        heldBytes += bytes;
        if (heldBytes > limits.sendQueueBytesMax()) {
            fail("it kept sending while nothing could pass");
            return Future.failedFuture("the queue is full");
        }
        Promise<Void> sent = Promise.promise();
        held.add(new Held(frames, bytes, sent));
        return sent.future();
    }

    @Override
    public void paused() {
        holding = true;
    }

    @Override
    public void continued() {
        // Holding until all of it went, so that nothing sent meanwhile overtakes it.
        while (!held.isEmpty() && !over) {
            Held next = held.remove();
            heldBytes -= next.bytes();
            pass(next.frames(), next.bytes()).onComplete(next.sent());
        }
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
        held.forEach(one -> one.sent().fail("the session is over"));
        held.clear();
        fragments.clear();
        fragmented.tryFail("the session is over");
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
    public void fail(String why) {
        LOG.atError()
                .addKeyValue("sessionId", sessionId())
                .addKeyValue("resourceId", resourceId())
                .log("The resource failed: {}", why);
        end(EndReason.RESOURCE_FAILED);
    }

    private void end(EndReason reason) {
        Session current = session;
        if (current != null) {
            current.end(reason);
        } else {
            endBeforeStart = reason;
        }
    }
}
