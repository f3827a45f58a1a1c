package io.ws402.server.resource.http;

import io.vertx.core.Future;
import io.ws402.server.resource.FrameHandler;
import io.ws402.server.resource.HttpContent;
import io.ws402.server.resource.Resource;
import io.ws402.server.resource.SessionContext;
import java.util.Optional;

/**
 * A resource whose WebSocket only holds the session open: it carries usage updates and controls, and whatever else the
 * payer sends is counted and dropped.
 */
abstract class HeldOpen implements Resource, HttpContent {
    private static final FrameHandler DROPPING = frame -> {};

    @Override
    public final Future<FrameHandler> open(SessionContext session) {
        return Future.succeededFuture(DROPPING);
    }

    @Override
    public final Optional<HttpContent> http() {
        return Optional.of(this);
    }
}
