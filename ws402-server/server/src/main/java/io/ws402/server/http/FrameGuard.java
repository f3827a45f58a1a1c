package io.ws402.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What RFC 6455 asks of a server and Vert.x leaves undone: text must be UTF-8 over all fragments of a message, a close
 * code must mean something, and who breaks the protocol hears why. Vert.x would cut the connection at once, and the close
 * frame with it. Stands before Vert.x in the pipeline of one WebSocket; confined to its event loop.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {
    private static final int CLOSE_CODE_MAX = 4999;

    private final ChannelPipeline pipeline;
    private IntConsumer violationHandler = closeCode -> {};
    private boolean violated;

    private FrameGuard(ChannelPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Guards a connection that has just become a WebSocket. */
    static FrameGuard of(HttpConnection upgraded) {
        ChannelPipeline pipeline = ((HttpServerConnection) upgraded)
                .channelHandlerContext()
                .channel()
                .pipeline();
        FrameGuard guard = new FrameGuard(pipeline);
        String vertx = pipeline.lastContext().name();
        pipeline.addBefore(vertx, null, new Utf8FrameValidator(false));
        pipeline.addBefore(vertx, null, guard);
        return guard;
    }

    /** Gets the close code for the first violation; nothing but the peer's close frame is heard after it. */
    void violationHandler(IntConsumer handler) {
        violationHandler = handler;
    }

    /** Ends the TCP connection without a word. */
    void abort() {
        ChannelHandlerContext self = pipeline.context(this);
        if (self != null) {
            self.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        CloseWebSocketFrame close = message instanceof CloseWebSocketFrame frame ? frame : null;
        if (close != null && !meansSomething(close)) {
            violation(WebSocketCloseStatus.PROTOCOL_ERROR);
            close.release();
        } else if (violated && close == null) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Netty has looked at the other codes. */
    private static boolean meansSomething(CloseWebSocketFrame close) {
        return close.content().readableBytes() < 2
                || close.content().getUnsignedShort(close.content().readerIndex()) <= CLOSE_CODE_MAX;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            violation(corrupted.closeStatus());
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    private void violation(@Nullable WebSocketCloseStatus status) {
        if (!violated) {
            violated = true;
            violationHandler.accept((status == null ? WebSocketCloseStatus.PROTOCOL_ERROR : status).code());
        }
    }
}
