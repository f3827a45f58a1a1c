package io.ws402.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * WebSocket frames of a client (RFC 6455), ready to be written. They are masked with zeros, which leaves the payload as it
 * is; a server unmasks them like any others.
 */
final class Frames {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT_MAX = 125;
    private static final int TWO_BYTES = 126;
    private static final int HEAD_MAX = 8;

    private Frames() {}

    /** A frame of its own, written once. */
    static ByteBuf of(int opcode, byte[] payload) {
        if (payload.length > 0xffff) {
            throw new IllegalArgumentException("a frame of the load generator has at most 65,535 bytes");
        }
        ByteBuf frame = Unpooled.buffer(HEAD_MAX + payload.length);
        frame.writeByte(FINAL | opcode);
        if (payload.length <= SHORT_MAX) {
            frame.writeByte(MASKED | payload.length);
        } else {
            frame.writeByte(MASKED | TWO_BYTES).writeShort(payload.length);
        }
        return frame.writeInt(0).writeBytes(payload);
    }

    static ByteBuf text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame that is written again and again, each time as a {@link ByteBuf#duplicate}. */
    static ByteBuf constant(int opcode, byte[] payload) {
        ByteBuf frame = of(opcode, payload);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(frame.readableBytes()).writeBytes(frame).asReadOnly());
    }
}
