package io.ws402.server.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.internal.buffer.BufferInternal;
import io.ws402.server.resource.Frame;
import java.nio.charset.StandardCharsets;

/** Frames as Netty has them, and as resources see them. */
final class Frames {
    private static final int FINAL_TEXT = 0x81;
    private static final int SHORT_MAX = 125;
    private static final int MEDIUM_MAX = 0xFFFF;
    private static final int MEDIUM = 126;
    private static final int LONG = 127;
    private static final int HEAD_MAX = 10;

    private Frames() {}

    static boolean isData(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame
                || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame;
    }

    /** Needs a frame of application data, and has its buffer from then on. */
    static Frame fromWire(WebSocketFrame frame) {
        Frame.Kind kind = frame instanceof TextWebSocketFrame
                ? Frame.Kind.TEXT
                : frame instanceof BinaryWebSocketFrame ? Frame.Kind.BINARY : Frame.Kind.CONTINUATION;
        return new Frame(kind, BufferInternal.safeBuffer(frame.content()), frame.isFinalFragment());
    }

    static WebSocketFrame onWire(Frame frame) {
        ByteBuf payload = ((BufferInternal) frame.payload()).getByteBuf();
        return switch (frame.kind()) {
            case TEXT -> new TextWebSocketFrame(frame.last(), 0, payload);
            case BINARY -> new BinaryWebSocketFrame(frame.last(), 0, payload);
            case CONTINUATION -> new ContinuationWebSocketFrame(frame.last(), 0, payload);
        };
    }

    /** A text message as its bytes stand on the wire, which Netty's encoder lets pass: RFC 6455, section 5.2. */
    static ByteBuf wholeText(ByteBufAllocator allocator, byte[] utf8, int length) {
        ByteBuf wire = allocator.directBuffer(HEAD_MAX + length).writeByte(FINAL_TEXT);
        if (length <= SHORT_MAX) {
            wire.writeByte(length);
        } else if (length <= MEDIUM_MAX) {
            wire.writeByte(MEDIUM).writeShort(length);
        } else {
            wire.writeByte(LONG).writeLong(length);
        }
        return wire.writeBytes(utf8, 0, length);
    }

    static CloseWebSocketFrame close(int code, String reason) {
        ByteBuf payload = Unpooled.buffer().writeShort(code);
        payload.writeCharSequence(reason, StandardCharsets.UTF_8);
        return new CloseWebSocketFrame(true, 0, payload);
    }
}
