package io.ws402.bench.socket;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import io.ws402.bench.process.WorkerLine;
import io.ws402.server.session.SessionRules;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The program of the limit: Vert.x alone, on one event loop, sending the bytes that our server sends at the times that our
 * server sends them. It meters nothing, checks nothing and knows nobody.
 */
final class RawServer {
    private static final long TICK_MS = Work.HELD.updates().toMillis();
    private static final long PING_TICKS = SessionRules.DEFAULTS.pingInterval().toMillis() / TICK_MS;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Set<ServerWebSocket> held = new LinkedHashSet<>();
    private long ticks;

    private RawServer() {}

    /** Runs it until its owner has gone. */
    public static void main(String[] arguments) throws IOException {
        RawServer server = new RawServer();
        new WorkerLine().on("start", order -> server.start()).serve(arguments);
    }

    private JsonObject start() {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false))
                .webSocketHandler(this::connected);
        // Deployed, so that the timer and all sockets share one event loop.
        vertx.deployVerticle(context -> {
                    vertx.setPeriodic(TICK_MS, id -> tick());
                    return server.listen(0, "127.0.0.1");
                })
                .await();
        return new JsonObject().put("port", server.actualPort());
    }

    private void connected(ServerWebSocket socket) {
        Work work = Work.valueOf(socket.path().substring("/ws402/".length()).toUpperCase(Locale.ROOT));
        socket.frameHandler(new Answering(socket, work));
    }

    private void hold(ServerWebSocket socket) {
        held.add(socket);
        socket.closeHandler(nothing -> held.remove(socket));
    }

    /** One timer for all of them; a fifth is pinged at each tick, as our server pings each that is silent for so long. */
    private void tick() {
        ticks++;
        long number = 0;
        for (ServerWebSocket socket : held) {
            socket.writeFrame(WebSocketFrame.textFrame(SameBytes.UPDATE, true));
            if (number % PING_TICKS == ticks % PING_TICKS) {
                socket.writePing(Buffer.buffer());
            }
            number++;
        }
    }

    private final class Answering implements Handler<WebSocketFrame> {
        private final ServerWebSocket socket;
        private final Work work;
        private boolean started;

        Answering(ServerWebSocket socket, Work work) {
            this.socket = socket;
            this.work = work;
        }

        @Override
        public void handle(WebSocketFrame frame) {
            if (frame.isText() && !started) {
                started = true;
                socket.writeTextMessage(SameBytes.STARTED);
                if (work == Work.HELD) {
                    hold(socket);
                }
            } else if (frame.isText() && work == Work.CYCLE) {
                socket.writeTextMessage(SameBytes.ENDED);
                socket.close((short) 1000, "client_ended");
            } else if (frame.isBinary() && work == Work.ECHO) {
                socket.writeFrame(frame);
            }
        }
    }
}
