package io.ws402.server.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.ws402.server.resource.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A payer's WebSocket: the last handler of its connection, behind Netty's frame codec. Vert.x makes the handshake and then
 * leaves its place to this one, because its own WebSocket takes nine kilobytes each, most of it for two queues between
 * threads; here everything happens on one event loop, and a socket that is silent has no queue at all.
 *
 * <p>Does what RFC 6455 asks of a server: answers pings, answers close frames and waits a bounded time for the peer's,
 * and tells whoever breaks the protocol why, where Vert.x would cut the connection at once and the close frame with it.
 * Netty has checked frames, masks and lengths before; {@code Utf8FrameValidator} the text over all fragments.
 *
 * <p>Confined to the connection's event loop. Once the peer has closed, or the connection is gone, nothing is sent any
 * more; that is no error.
 */
public final class PayerSocket extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PayerSocket.class);

    /** How many frames may be read ahead while the listener wants none; what is behind them waits in the kernel. */
    private static final int AHEAD_MAX = 16;

    private static final long CLOSING_MS = 2_000;
    private static final int NORMAL = 1000;
    private static final int ABNORMAL = 1006;
    private static final int CLOSE_CODE_MAX = 4999;

    private final ContextInternal context;
    private final Runnable whenGone;
    private ChannelHandlerContext wire;
    private SocketListener listener;
    private @Nullable Queue<WebSocketFrame> ahead;
    private @Nullable ScheduledFuture<?> patience;
    private int peerCloseCode = ABNORMAL;
    private boolean held;
    private boolean reading;
    private boolean unflushed;
    private boolean violated;
    private boolean closeSent;
    private boolean closeReceived;
    private boolean gone;

    /** @param whenGone called when the connection is gone, for Vert.x to count */
    @SuppressWarnings("NullAway.Init") // in the pipeline, and listened to, before anything can come
    PayerSocket(ContextInternal context, Runnable whenGone) {
        this.context = context;
        this.whenGone = whenGone;
    }

    /**
     * Takes a connection over that has just become a WebSocket, on its event loop; {@link #listen} has to follow before
     * that loop goes on.
     *
     * @param context where the listener is called; one of the connection's event loop
     */
    public static PayerSocket of(HttpConnection upgraded, Context context) {
        return Takeover.of(upgraded, (ContextInternal) context);
    }

    /** Everything from now on is told to this one, instead of any other. */
    public void listen(SocketListener newListener) {
        listener = newListener;
    }

    /** Sends a frame of application data; the future completes when it went out, and fails when it did not. */
    public Future<Void> write(Frame frame) {
        if (isClosed()) {
            return context.failedFuture("the connection is closed");
        }
        PromiseInternal<Void> sent = context.promise();
        write(Frames.onWire(frame), wire.newPromise().addListener(sent));
        return sent.future();
    }

    /** Sends a text message; the array is the caller's again at once. */
    public void text(byte[] utf8, int length) {
        if (!isClosed()) {
            write(Frames.wholeText(wire.alloc(), utf8, length), wire.voidPromise());
        }
    }

    /** Sends a text message. */
    public void text(String text) {
        if (!isClosed()) {
            ByteBuf utf8 = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
            write(new TextWebSocketFrame(true, 0, utf8), wire.voidPromise());
        }
    }

    /** Asks for a sign of life. */
    public void ping() {
        if (!isClosed()) {
            write(new PingWebSocketFrame(), wire.voidPromise());
        }
    }

    /** Whether more waits for the peer than should. */
    public boolean writeQueueFull() {
        return !wire.channel().isWritable();
    }

    /** Whether nothing can be sent any more. */
    public boolean isClosed() {
        return gone || closeReceived || closeSent;
    }

    /** Tells the listener of no further frames; a few are read ahead, so that a close frame among them is noticed. */
    public void pause() {
        held = true;
    }

    /** Tells the listener of frames again, of those that were read ahead at once. */
    public void resume() {
        held = false;
        if (!reading && ahead != null) {
            reading = true;
            tellAhead();
            readComplete();
        }
    }

    /**
     * Sends a close frame, after everything that was sent before, and waits a bounded time for the peer's. How long it may
     * wait behind what the peer does not read is for the caller to say, with {@link #abort}.
     */
    public void close(int code, String reason) {
        if (!closeSent && !gone) {
            sendClose(code, reason);
        }
    }

    /** Ends the TCP connection without a word. */
    public void abort() {
        wire.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        wire = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        reading = true;
        if (!(message instanceof WebSocketFrame frame) || closeReceived) {
            ReferenceCountUtil.release(message);
        } else if (frame instanceof CloseWebSocketFrame close) {
            closeRead(close);
        } else if (violated) {
            frame.release();
        } else {
            frameRead(frame);
        }
    }

    private void frameRead(WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame && !closeSent) {
            write(new PongWebSocketFrame(frame.content().retainedDuplicate()), wire.voidPromise());
        }
        if (held || ahead != null) {
            ahead = ahead == null ? new ArrayDeque<>(AHEAD_MAX) : ahead;
            ahead.add(frame);
            if (ahead.size() >= AHEAD_MAX) {
                wire.channel().config().setAutoRead(false);
            }
        } else {
            tell(frame);
        }
    }

    private void closeRead(CloseWebSocketFrame close) {
        int said = close.statusCode();
        int code = said == -1 ? NORMAL : said;
        String reason = said == -1 ? "" : close.reasonText();
        close.release();
        if (code > CLOSE_CODE_MAX) {
            // Netty has looked at the other codes.
            violation(WebSocketCloseStatus.PROTOCOL_ERROR);
            return;
        }
        closeReceived = true;
        peerCloseCode = code;
        if (closeSent) {
            cut();
        } else {
            sendClose(code, reason);
        }
        tellAhead();
        if (!held) {
            context.dispatch(nothing -> listener.closing(code, reason));
        }
    }

    private void tell(WebSocketFrame frame) {
        if (Frames.isData(frame)) {
            context.dispatch(Frames.fromWire(frame), listener::frame);
        } else {
            frame.release();
            context.dispatch(nothing -> listener.signOfLife());
        }
    }

    private void tellAhead() {
        Queue<WebSocketFrame> frames = ahead;
        while (frames != null && !held && !gone) {
            WebSocketFrame next = frames.poll();
            if (next == null) {
                ahead = null;
                wire.channel().config().setAutoRead(true);
                return;
            }
            tell(next);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        tellAhead();
        readComplete();
    }

    private void readComplete() {
        reading = false;
        if (unflushed) {
            unflushed = false;
            wire.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        if (from.channel().isWritable() && !gone) {
            context.dispatch(nothing -> listener.drained());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            violation(corrupted.closeStatus());
            return;
        }
        if (cause instanceof IOException) {
            LOG.debug("A connection broke", cause);
        } else {
            LOG.error("A connection failed", cause);
        }
        from.close();
    }

    private void violation(@Nullable WebSocketCloseStatus status) {
        if (!violated) {
            violated = true;
            int code = (status == null ? WebSocketCloseStatus.PROTOCOL_ERROR : status).code();
            context.dispatch(nothing -> listener.violated(code));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        gone = true;
        if (patience != null) {
            patience.cancel(false);
        }
        if (ahead != null) {
            ahead.forEach(WebSocketFrame::release);
            ahead = null;
        }
        context.dispatch(nothing -> listener.gone(peerCloseCode));
        whenGone.run();
    }

    /** Vert.x closes its servers' connections, when one is undeployed say: the peer hears of it, if it reads in time. */
    @Override
    public void close(ChannelHandlerContext from, ChannelPromise promise) {
        close(NORMAL, "");
        from.executor().schedule(this::abort, CLOSING_MS, TimeUnit.MILLISECONDS);
        from.channel().closeFuture().addListener((ChannelFutureListener) closed -> promise.trySuccess());
    }

    private void sendClose(int code, String reason) {
        closeSent = true;
        write(Frames.close(code, reason), wire.newPromise().addListener(written -> {
            if (closeReceived) {
                cut();
            } else {
                patience = wire.executor().schedule(this::cut, CLOSING_MS, TimeUnit.MILLISECONDS);
            }
        }));
    }

    /** Ends the connection, after what was written. */
    private void cut() {
        wire.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> wire.close());
    }

    /** What is written while frames are read goes out together, unless it is much: what only waits here is no congestion. */
    private void write(Object message, ChannelPromise promise) {
        wire.write(message, promise);
        unflushed = reading && wire.channel().isWritable();
        if (!unflushed) {
            wire.flush();
        }
    }
}
