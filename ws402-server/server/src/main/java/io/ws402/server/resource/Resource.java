package io.ws402.server.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Something that is sold by the second. One instance serves all sessions of one event loop and is confined to it.
 *
 * <p>A resource that answers in capitals:
 *
 * {@snippet :
 * Resource shout = Resource.of(session -> frame -> session.sendText(frame.text().toUpperCase(Locale.ROOT)));
 * }
 */
@FunctionalInterface
public interface Resource {
    /**
     * Makes ready for a session that is paid and about to start, for example by connecting to where the data comes from.
     * When the future fails, or takes too long, the session does not start and the payer gets everything back.
     *
     * @return what gets the payer's frames
     */
    Future<FrameHandler> open(SessionContext session);

    /** Which WebSocket subprotocols it speaks besides {@link Subprotocols#WS402}; none by default. */
    default List<String> subprotocols() {
        return List.of();
    }

    /** What the schema tells about the resource, as {@code resourceInfo}. */
    default Optional<JsonObject> info() {
        return Optional.empty();
    }

    /** What it hands out over HTTP while a session is open; empty when it has only its WebSocket. */
    default Optional<HttpContent> http() {
        return Optional.empty();
    }

    /** A resource that is ready at once. */
    static Resource of(java.util.function.Function<SessionContext, FrameHandler> opener) {
        return session -> Future.succeededFuture(opener.apply(session));
    }
}
