package io.ws402.server.resource.upstream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.ws402.server.resource.FrameHandler;
import io.ws402.server.resource.Resource;
import io.ws402.server.resource.SessionContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sells an existing WebSocket service: every session has a connection of its own to it, made before the session starts.
 * Frames pass both ways as they are; when the service closes or is lost, the session ends and the rest is refunded.
 */
public final class UpstreamResource implements Resource {
    private final Vertx vertx;
    private final UpstreamOptions options;
    private final UpstreamLimits limits;
    // Held, because a client that nobody holds closes its connections when it is collected.
    private final WebSocketClient client;
    private final Set<UpstreamConnection> connections = new LinkedHashSet<>();
    private long timer = -1;

    /** For one event loop, to be made on it; nothing is connected yet. */
    public UpstreamResource(Vertx vertx, UpstreamOptions options, UpstreamLimits limits) {
        this.vertx = vertx;
        this.options = options;
        this.limits = limits;
        this.client = vertx.createWebSocketClient(clientOptions());
    }

    private WebSocketClientOptions clientOptions() {
        WebSocketClientOptions client = new WebSocketClientOptions()
                .setMaxFrameSize(limits.messageBytesMax())
                .setMaxMessageSize(limits.messageBytesMax())
                .setMaxConnections(limits.connectionsMax())
                // With compression a frame could inflate far past the limit.
                .setTryUsePerMessageCompression(false)
                .setTryUsePerFrameCompression(false)
                .setConnectTimeout((int) limits.connect().toMillis())
                .setSslHandshakeTimeout(Math.max(1, limits.connect().toSeconds()))
                .setVerifyHost(true)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
        return options.trust() == null
                ? client
                : client.setTrustOptions(new PemTrustOptions().addCertPath(options.trust()));
    }

    @Override
    public Future<FrameHandler> open(SessionContext session) {
        String query = options.forwardQuery()
                ? PayerQuery.forwarded(session.handshake().query())
                : "";
        String subprotocol = session.handshake().subprotocol();
        WebSocketConnectOptions connect = new WebSocketConnectOptions()
                .setHost(options.address().host())
                .setPort(options.address().port())
                .setSsl(options.address().tls())
                .setURI(options.address().requestUri(query))
                .setHeaders(options.headers().of(session))
                .setAllowOriginHeader(false)
                .setTimeout(limits.connect().toMillis())
                .setSubProtocols(subprotocol == null ? List.of() : List.of(subprotocol));
        UpstreamConnection connection = new UpstreamConnection(vertx, client.webSocket(), session, this::forget);
        return connection.open(connect).onSuccess(this::remember).map(opened -> opened);
    }

    @Override
    public List<String> subprotocols() {
        return options.subprotocols();
    }

    @Override
    public Optional<JsonObject> info() {
        JsonObject info = new JsonObject().put("kind", "websocket");
        return Optional.of(
                options.subprotocols().isEmpty()
                        ? info
                        : info.put("subprotocols", new JsonArray(options.subprotocols())));
    }

    private void remember(UpstreamConnection connection) {
        if (connection.isGone()) {
            return;
        }
        connections.add(connection);
        if (timer == -1) {
            awaitBeat();
        }
    }

    private void forget(UpstreamConnection connection) {
        connections.remove(connection);
        if (connections.isEmpty() && timer != -1) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    /** Not periodic: after a stall several beats would come at once, before any answer to the first could be read. */
    private void awaitBeat() {
        timer = vertx.setTimer(limits.pingInterval().toMillis(), id -> beat());
    }

    private void beat() {
        awaitBeat();
        // A copy, because a connection that is given up takes itself out.
        for (UpstreamConnection connection : Set.copyOf(connections)) {
            connection.beat(limits.idleTimeout().dividedBy(limits.pingInterval()));
        }
    }
}
