package io.ws402.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.buffer.BufferInternal;

/** Frames that Vert.x makes only from whole characters. */
final class Raw {
    private Raw() {}

    static WebSocketFrame text(Buffer utf8, boolean last) {
        return new WebSocketFrameImpl(WebSocketFrameType.TEXT, ((BufferInternal) utf8).getByteBuf(), last);
    }
}
