package io.ws402.server.resource;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;

/**
 * A frame of application data, as it stands on the wire: text stays UTF-8 bytes, since a fragment may end in the middle
 * of a character.
 *
 * @param kind what it begins, or that it continues what was begun
 * @param payload its bytes; not to be changed
 * @param last whether the message ends with it
 */
public record Frame(Kind kind, Buffer payload, boolean last) {
    /** What a frame begins. */
    public enum Kind {
        /** A text message. */
        TEXT,
        /** A binary message. */
        BINARY,
        /** Nothing: it goes on with the message before. */
        CONTINUATION
    }

    /** A whole text message. */
    public static Frame text(String text) {
        return new Frame(Kind.TEXT, Buffer.buffer(text), true);
    }

    /** A whole binary message. */
    public static Frame binary(Buffer payload) {
        return new Frame(Kind.BINARY, payload, true);
    }

    /** What came over a WebSocket; needs a frame of application data. */
    public static Frame of(WebSocketFrame frame) {
        Kind kind = frame.isText() ? Kind.TEXT : frame.isBinary() ? Kind.BINARY : Kind.CONTINUATION;
        return new Frame(kind, frame.binaryData(), frame.isFinal());
    }

    /** The same as it goes over a WebSocket. Made from bytes, because text may be cut in the middle of a character. */
    public WebSocketFrame onWire() {
        WebSocketFrameType type = switch (kind) {
            case TEXT -> WebSocketFrameType.TEXT;
            case BINARY -> WebSocketFrameType.BINARY;
            case CONTINUATION -> WebSocketFrameType.CONTINUATION;
        };
        return new WebSocketFrameImpl(type, ((BufferInternal) payload).getByteBuf(), last);
    }

    /** Whether a message begins with it. */
    public boolean startsMessage() {
        return kind != Kind.CONTINUATION;
    }

    /** Whether it is a message by itself, as most are. */
    public boolean isMessage() {
        return last && startsMessage();
    }

    /** The payload read as UTF-8. */
    public String text() {
        return payload.toString(StandardCharsets.UTF_8);
    }
}
