package io.ws402.server.resource.upstream;

import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.ws402.server.testing.TestServer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A WebSocket service that knows nothing of payments, on a socket of its own. */
final class TestUpstream implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<HttpServerRequest> handshakes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Closed> closed = new LinkedBlockingQueue<>();
    private final BlockingQueue<ServerWebSocket> sockets = new LinkedBlockingQueue<>();

    /** How a connection ended, as the service sees it. */
    record Closed(int code, String reason) {}

    private TestUpstream(Vertx vertx, HttpServerOptions options, Consumer<ServerWebSocket> service) {
        server = vertx.createHttpServer(options.setMaxWebSocketFrameSize(8 * 1024 * 1024));
        server.requestHandler(request -> {
            handshakes.add(request);
            request.toWebSocket().onSuccess(socket -> {
                socket.closeHandler(nothing -> closed.add(new Closed(
                        socket.closeStatusCode(), socket.closeReason() == null ? "" : socket.closeReason())));
                service.accept(socket);
                sockets.add(socket);
            });
        });
        TestServer.await(server.listen(0, "127.0.0.1"));
    }

    static TestUpstream of(Vertx vertx, Consumer<ServerWebSocket> service) {
        return new TestUpstream(vertx, new HttpServerOptions(), service);
    }

    static TestUpstream of(Vertx vertx, HttpServerOptions options, Consumer<ServerWebSocket> service) {
        return new TestUpstream(vertx, options, service);
    }

    /** Sends every frame back as it came. */
    static void echo(ServerWebSocket socket) {
        socket.frameHandler(frame -> {
            if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
                socket.writeFrame(frame);
            }
        });
    }

    int port() {
        return server.actualPort();
    }

    String url() {
        return "ws://127.0.0.1:" + port() + "/service";
    }

    HttpServerRequest handshake() throws InterruptedException {
        return taken(handshakes, "a handshake");
    }

    Closed closed() throws InterruptedException {
        return taken(closed, "the end");
    }

    ServerWebSocket socket() throws InterruptedException {
        return taken(sockets, "a connection");
    }

    private static <T> T taken(BlockingQueue<T> queue, String what) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError(what + " never came");
        }
        return next;
    }

    /** The connection breaks without a close frame. */
    static void kill(ServerWebSocket socket) {
        ((WebSocketInternal) socket).channelHandlerContext().close();
    }

    /** Bytes that no WebSocket library would send. */
    static void writeRaw(ServerWebSocket socket, byte... bytes) {
        ((WebSocketInternal) socket).channelHandlerContext().writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    /** Reads nothing more, pings included, or everything again. */
    static void reads(ServerWebSocket socket, boolean reads) {
        ((WebSocketInternal) socket).channelHandlerContext().channel().config().setAutoRead(reads);
    }

    @Override
    public void close() {
        TestServer.await(server.close());
    }
}
