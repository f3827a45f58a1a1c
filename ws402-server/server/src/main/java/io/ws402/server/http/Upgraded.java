package io.ws402.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.ws402.server.resource.PayerHandshake;
import org.jspecify.annotations.Nullable;

/**
 * A request that became a WebSocket.
 *
 * @param socket the WebSocket
 * @param guard stands before it
 * @param handshake what the request said
 */
record Upgraded(ServerWebSocket socket, FrameGuard guard, PayerHandshake handshake) {
    static Upgraded of(HttpServerRequest request, ServerWebSocket socket, @Nullable String subprotocol) {
        return new Upgraded(
                socket,
                FrameGuard.of(request.connection()),
                new PayerHandshake(request.headers(), request.query(), subprotocol));
    }
}
