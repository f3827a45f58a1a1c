package io.ws402.server.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.ws402.server.resource.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts what a resource sends together to whole messages. Between the fragments of a message nothing else may be sent, so
 * the server could say nothing of its own until the resource is done; a message therefore leaves when it is whole, in the
 * fragments it came in. Confined to one event loop.
 */
final class MessageAssembler {
    /** Why a message is refused that a payer could take for one of the server's. */
    static final String LIKE_CONTROL = "it sent a message that begins like a control message of the protocol";

    private final int messageBytesMax;
    private final ControlGuard guard = new ControlGuard();
    private final List<Frame> fragments = new ArrayList<>();
    private int fragmentBytes;
    private Promise<Void> sent = Promise.promise();

    /** What a frame did. */
    sealed interface Assembly {
        /**
         * A message is whole.
         *
         * @param frames as they came
         * @param bytes of all of them
         * @param sent to be completed when it went out
         */
        record Whole(List<Frame> frames, int bytes, Promise<Void> sent) implements Assembly {}

        /** There is more to come; the future is that of the whole message. */
        record Partial(Future<Void> sent) implements Assembly {}

        /** The resource may not send this. */
        record Refused(String why) implements Assembly {}
    }

    MessageAssembler(int messageBytesMax) {
        this.messageBytesMax = messageBytesMax;
    }

    Assembly add(Frame frame) {
        if (guard.seesControl(frame)) {
            return new Assembly.Refused(LIKE_CONTROL);
        }
        int bytes = fragmentBytes + frame.payload().length();
        if (fragments.isEmpty() && frame.last()) {
            return new Assembly.Whole(List.of(frame), bytes, Promise.promise());
        }
        if (bytes > messageBytesMax) {
            return new Assembly.Refused("it sent a message longer than " + messageBytesMax + " bytes");
        }
        fragments.add(frame);
        fragmentBytes = bytes;
        return frame.last() ? whole() : new Assembly.Partial(sent.future());
    }

    private Assembly whole() {
        Assembly whole = new Assembly.Whole(List.copyOf(fragments), fragmentBytes, sent);
        fragments.clear();
        fragmentBytes = 0;
        sent = Promise.promise();
        return whole;
    }

    /** Whether a message has begun and is not whole yet. */
    boolean hasBegun() {
        return !fragments.isEmpty();
    }

    /** Nothing will be sent any more. */
    void abandon() {
        fragments.clear();
        sent.tryFail("the session is over");
    }
}
