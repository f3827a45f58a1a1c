package io.ws402.gateway.app.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Takes a request's body in, up to a cap and a deadline; what is not wanted is let run dry within the same bounds. */
final class BodyReader {
    private static final long DISCARDED_CAPS = 32;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final int cap;
    private final Duration deadline;
    private final Promise<Buffer> whole = Promise.promise();
    private final Buffer received = Buffer.buffer();
    private long seen;
    private boolean cutOff;

    private BodyReader(Vertx vertx, HttpServerRequest request, int cap, Duration deadline) {
        this.vertx = vertx;
        this.request = request;
        this.cap = cap;
        this.deadline = deadline;
    }

    /** The body; failed with a {@link Refusal} when it is too long, too slow, or its connection breaks. */
    static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int cap, Duration deadline) {
        return new BodyReader(vertx, request, cap, deadline).start();
    }

    /** Reads on without keeping anything, so that a caller who is still sending gets to see the answer. */
    static void discard(Vertx vertx, HttpServerRequest request, int cap, Duration deadline) {
        if (!request.isEnded()) {
            new BodyReader(vertx, request, cap, deadline).start();
        }
    }

    private Future<Buffer> start() {
        if (announcesTooMuch()) {
            tooLarge();
        }
        long timer = vertx.setTimer(deadline.toMillis(), fired -> {
            whole.tryFail(new Refusal(Problems.bodyTooSlow()));
            cutOff();
        });
        request.handler(this::take);
        request.exceptionHandler(failure -> {
            vertx.cancelTimer(timer);
            whole.tryFail(failure);
        });
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            whole.tryComplete(received);
        });
        request.resume();
        return whole.future();
    }

    private boolean announcesTooMuch() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // Longer than 18 digits the server has refused already; here it must only not overflow.
        return length != null && length.length() <= 18 && Long.parseLong(length) > cap;
    }

    private void take(Buffer chunk) {
        seen += chunk.length();
        if (seen <= cap && !whole.future().isComplete()) {
            received.appendBuffer(chunk);
            return;
        }
        tooLarge();
        // A caller that goes on and on in spite of the answer is cut off.
        if (seen > DISCARDED_CAPS * cap) {
            cutOff();
        }
    }

    /** Not at once: closing a connection with unread bytes resets it, and the answer with it. */
    private void cutOff() {
        if (!cutOff) {
            cutOff = true;
            request.pause();
            vertx.setTimer(LINGER.toMillis(), fired -> request.connection().close());
        }
    }

    private void tooLarge() {
        whole.tryFail(new Refusal(Problems.bodyTooLarge(cap)));
    }
}
