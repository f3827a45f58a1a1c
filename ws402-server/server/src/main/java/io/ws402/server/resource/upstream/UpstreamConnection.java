package io.ws402.server.resource.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import io.ws402.server.resource.Frame;
import io.ws402.server.resource.FrameHandler;
import io.ws402.server.resource.SessionContext;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session's connection to its upstream. Either side is read only while the other takes what comes. Pings are answered
 * on each side by itself. Confined to the session's event loop.
 */
final class UpstreamConnection implements FrameHandler {
    private static final Buffer NOTHING = Buffer.buffer();
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final ClientWebSocket socket;
    private final SessionContext session;
    private final Consumer<UpstreamConnection> whenGone;
    private boolean over;
    private boolean gone;
    private boolean reading = true;
    private boolean heard;
    private long silentBeats;
    private int payersCode;
    private String payersReason = "";
    private long abortTimer = -1;

    UpstreamConnection(
            Vertx vertx, ClientWebSocket socket, SessionContext session, Consumer<UpstreamConnection> whenGone) {
        this.vertx = vertx;
        this.socket = socket;
        this.session = session;
        this.whenGone = whenGone;
    }

    Future<UpstreamConnection> open(WebSocketConnectOptions options) {
        // Set before there is a connection: an upstream may speak, or close, at once.
        socket.frameHandler(this::fromUpstream);
        socket.pongHandler(pong -> heard = true);
        socket.exceptionHandler(this::broken);
        socket.closeHandler(nothing -> disconnected());
        socket.drainHandler(nothing -> session.resume());
        session.drainHandler(() -> {
            reading = true;
            socket.resume();
        });
        return socket.connect(options).map(connected -> {
            validateText();
            return this;
        });
    }

    /** Vert.x takes any bytes for text, which a payer's browser does not. */
    private void validateText() {
        ChannelHandlerContext vertxHandler = ((WebSocketInternal) socket).channelHandlerContext();
        vertxHandler.pipeline().addBefore(vertxHandler.name(), null, new Utf8FrameValidator(false));
    }

    boolean isGone() {
        return gone;
    }

    private void fromUpstream(WebSocketFrame frame) {
        heard = true;
        if (over) {
            return;
        }
        if (frame.isClose()) {
            session.upstreamClosed(CloseCodes.sendable(frame.closeStatusCode()), text(frame.closeReason()));
        } else if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
            session.send(Frame.of(frame));
            if (session.writeQueueFull()) {
                reading = false;
                socket.pause();
            }
        }
    }

    @Override
    public void frame(Frame frame) {
        if (socket.isClosed()) {
            // It has said goodbye, or is lost; that ends the session in a moment.
            return;
        }
        socket.writeFrame(frame.onWire());
        if (socket.writeQueueFull()) {
            session.pause();
        }
    }

    /** Once every ping interval: asks for a sign of life, or gives up on an upstream that was silent for too many. */
    void beat(long silentBeatsMax) {
        // While it is not read, its pongs are not either.
        silentBeats = heard || !reading ? 0 : silentBeats + 1;
        heard = false;
        if (silentBeats >= silentBeatsMax) {
            session.upstreamLost("it gives no sign of life");
        } else if (!socket.isClosed() && !socket.writeQueueFull()) {
            socket.writePing(NOTHING);
        }
    }

    private void broken(Throwable fault) {
        // Anything else is the end of the connection, of which disconnected() hears.
        if (fault instanceof CorruptedWebSocketFrameException violation && !over) {
            session.fail("the upstream broke the WebSocket protocol: " + violation.getMessage());
        }
    }

    private void disconnected() {
        gone = true;
        whenGone.accept(this);
        vertx.cancelTimer(abortTimer);
        // After a close frame there may be more to read before it; it ends the session when it is its turn.
        if (!over && socket.closeStatusCode() == CloseCodes.ABNORMAL) {
            session.upstreamLost("its connection broke");
        }
    }

    @Override
    public void payerClosed(int code, String reason) {
        payersCode = CloseCodes.sendable(code);
        payersReason = reason;
    }

    @Override
    public void closed(String reason) {
        over = true;
        whenGone.accept(this);
        if (gone) {
            return;
        }
        boolean open = !socket.isClosed();
        if (open && socket.writeQueueFull()) {
            // A close frame would wait behind what the upstream does not read.
            abort();
            return;
        }
        if (open && payersCode != 0) {
            socket.close((short) payersCode, payersReason);
        } else if (open) {
            socket.close((short) CloseCodes.ofEnd(reason), reason);
        }
        // What is still unread must not keep its close frame from being read.
        socket.resume();
        abortTimer = vertx.setTimer(CLOSE_PATIENCE.toMillis(), late -> abort());
    }

    private void abort() {
        ((WebSocketInternal) socket).channelHandlerContext().close();
    }

    private static String text(@Nullable String reason) {
        return reason == null ? "" : reason;
    }
}
