package io.ws402.server.http;

import io.vertx.core.Future;
import io.ws402.server.resource.FrameHandler;
import io.ws402.server.resource.Offering;
import io.ws402.server.resource.SessionContext;
import io.ws402.server.session.EndReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Has a resource get ready for a session, within a bounded time. */
final class ResourceOpening {
    private ResourceOpening() {}

    /** What gets the payer's frames; fails when the resource does, or is late. Completes on any thread. */
    static Future<FrameHandler> open(Loop loop, Offering offering, SessionContext session, Duration within) {
        Future<FrameHandler> opening;
        try {
            opening = loop.resource(offering).open(session);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
        Future<FrameHandler> inTime = opening.timeout(within.toMillis(), TimeUnit.MILLISECONDS);
        loop.when(opening, opened -> {
            if (opened.succeeded() && inTime.failed()) {
                // Too late: it finds its session closed.
                opened.result().closed(EndReason.RESOURCE_FAILED.code());
            }
        });
        return inTime;
    }
}
