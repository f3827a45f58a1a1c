package io.ws402.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** A message of the protocol, recognised by how it begins. */
final class Said {
    static final Said STARTED = new Said("session_started");
    static final Said ENDED = new Said("ws402.session_ended");
    static final Said USAGE = new Said("usage_update");

    private final ByteBuf beginning;

    private Said(String type) {
        beginning = Unpooled.unreleasableBuffer(
                Unpooled.copiedBuffer("{\"type\":\"" + type + "\"", StandardCharsets.US_ASCII));
    }

    boolean is(ByteBuf bytes, int at, int length) {
        int size = beginning.readableBytes();
        return length >= size && ByteBufUtil.equals(beginning, 0, bytes, at, size);
    }

    /** What came instead, to be told. */
    static String text(ByteBuf bytes, int at, int length) {
        return bytes.toString(at, length, StandardCharsets.UTF_8);
    }
}
