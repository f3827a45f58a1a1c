package io.ws402.server.http;

import io.vertx.core.buffer.Buffer;
import io.ws402.server.resource.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds text that begins like a control message of the protocol, byte for byte. Follows a message over its frames, since
 * its beginning may be cut anywhere. One for each direction of a session.
 */
final class ControlGuard {
    private static final byte[] PREFIX = "{\"type\":\"ws402.".getBytes(StandardCharsets.US_ASCII);
    // Its first and its last eight bytes, which overlap: a whole message is told by two comparisons.
    private static final int LAST_EIGHT_AT = PREFIX.length - Long.BYTES;
    private static final long FIRST_EIGHT = ByteBuffer.wrap(PREFIX).getLong();
    private static final long LAST_EIGHT = ByteBuffer.wrap(PREFIX).getLong(LAST_EIGHT_AT);
    private static final int DIFFERS = -1;

    private int matched = DIFFERS;

    /** Whether a payload begins like a control message, without decoding it. */
    static boolean begins(Buffer payload) {
        return payload.length() >= PREFIX.length
                && payload.getLong(0) == FIRST_EIGHT
                && payload.getLong(LAST_EIGHT_AT) == LAST_EIGHT;
    }

    /** Whether the message that this frame belongs to has turned out, with this frame, to begin like a control message. */
    boolean seesControl(Frame frame) {
        if (frame.startsMessage()) {
            matched = frame.kind() == Frame.Kind.TEXT ? 0 : DIFFERS;
        }
        if (matched == DIFFERS) {
            return false;
        }
        Buffer payload = frame.payload();
        for (int i = 0; i < payload.length() && matched < PREFIX.length; i++) {
            if (payload.getByte(i) != PREFIX[matched]) {
                matched = DIFFERS;
                return false;
            }
            matched++;
        }
        return matched == PREFIX.length;
    }
}
