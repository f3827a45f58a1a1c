package io.ws402.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client's WebSocket with as little in it as can be: frames are found by their heads, and nothing is decoded or
 * allocated for one. Answers pings and close frames. Confined to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final ByteBuf EMPTY_PONG = Frames.constant(Frames.PONG, new byte[0]);
    private static final ByteBuf CLOSE_ANSWER = Frames.constant(Frames.CLOSE, new byte[] {0x03, (byte) 0xe8});
    private static final ByteBuf END_OF_HEADERS =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));
    private static final String SWITCHING = "HTTP/1.1 101";

    private final ByteBuf handshake;
    private final Script script;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf rest;
    private boolean upgraded;
    private boolean closing;
    private @Nullable String failure;

    Connection(int port, String path, Script script) {
        this.script = script;
        this.handshake = Unpooled.copiedBuffer(
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                StandardCharsets.US_ASCII);
    }

    /** Writes a frame; it goes out by {@link #flush}, or when all that was read is worked off. */
    void write(ByteBuf frame) {
        if (context != null) {
            context.write(frame, context.voidPromise());
        }
    }

    void flush() {
        if (context != null) {
            context.flush();
        }
    }

    /** Says goodbye. */
    void close() {
        if (!closing) {
            closing = true;
            write(CLOSE_ANSWER.duplicate());
            flush();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.writeAndFlush(handshake, ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = joined((ByteBuf) message);
        while (upgraded ? frame(bytes) : answer(bytes)) {
            // on to the next
        }
        if (bytes.isReadable()) {
            rest = bytes;
        } else {
            bytes.release();
        }
    }

    private ByteBuf joined(ByteBuf bytes) {
        ByteBuf before = rest;
        if (before == null) {
            return bytes;
        }
        rest = null;
        ByteBuf both = before.alloc().buffer(before.readableBytes() + bytes.readableBytes());
        both.writeBytes(before).writeBytes(bytes);
        before.release();
        bytes.release();
        return both;
    }

    private boolean answer(ByteBuf bytes) {
        int end = ByteBufUtil.indexOf(END_OF_HEADERS, bytes);
        if (end < 0) {
            return false;
        }
        String head = bytes.toString(bytes.readerIndex(), end - bytes.readerIndex(), StandardCharsets.US_ASCII);
        if (!head.startsWith(SWITCHING)) {
            throw new IllegalStateException("the server did not open a WebSocket: " + head);
        }
        bytes.readerIndex(end + END_OF_HEADERS.readableBytes());
        upgraded = true;
        script.open(this);
        return bytes.isReadable();
    }

    /** Works a frame off, if there is a whole one. */
    private boolean frame(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int available = bytes.readableBytes();
        if (available < 2) {
            return false;
        }
        int length = bytes.getByte(at + 1) & 0x7f;
        int head = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (available < head) {
            return false;
        }
        length = head == 2 ? length : head == 4 ? bytes.getUnsignedShort(at + 2) : (int) bytes.getLong(at + 2);
        if (available - head < length) {
            return false;
        }
        heard(bytes.getByte(at) & 0x0f, bytes, at + head, length);
        bytes.readerIndex(at + head + length);
        return true;
    }

    private void heard(int opcode, ByteBuf bytes, int at, int length) {
        switch (opcode) {
            case Frames.PING ->
                write(length == 0 ? EMPTY_PONG.duplicate() : Frames.of(Frames.PONG, payload(bytes, at, length)));
            case Frames.PONG -> {
                // nobody asked
            }
            case Frames.CLOSE -> close();
            default -> script.frame(this, opcode, bytes, at, length);
        }
    }

    private static byte[] payload(ByteBuf bytes, int at, int length) {
        byte[] payload = new byte[length];
        bytes.getBytes(at, payload);
        return payload;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        script.gone(this, failure != null ? failure : closing ? null : "it was closed without a close frame");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failure = cause.toString();
        ctx.close();
    }
}
