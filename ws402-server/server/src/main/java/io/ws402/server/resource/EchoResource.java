package io.ws402.server.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Sends every frame back as it came. To try clients with, and to measure the relay. */
public final class EchoResource implements Resource {
    @Override
    public Future<FrameHandler> open(SessionContext session) {
        session.drainHandler(session::resume);
        return Future.succeededFuture(frame -> {
            session.send(frame);
            if (session.writeQueueFull()) {
                session.pause();
            }
        });
    }

    @Override
    public Optional<JsonObject> info() {
        return Optional.of(new JsonObject().put("kind", "echo").put("description", "Sends back what it gets"));
    }
}
