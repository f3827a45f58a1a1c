package io.ws402.server.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;
import io.ws402.server.resource.Frame;
import io.ws402.server.testing.RawSocket;
import io.ws402.server.testing.RawSocket.Received;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.WireFrame;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The socket on a server of Vert.x, without sessions. The framing itself is the matter of {@code framing}. */
class PayerSocketTest {
    private final OpenConnections counted = new OpenConnections();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Upgrade> upgrades = new LinkedBlockingQueue<>();
    private Vertx vertx = Vertx.vertx();

    private record Upgrade(
            PayerSocket socket, Context context, Channel channel, WeakReference<ServerWebSocket> ofVertx) {}

    private class Teller implements SocketListener {
        @Override
        public void frame(Frame frame) {
            told.add("frame " + frame.text());
        }

        @Override
        public void signOfLife() {
            told.add("alive");
        }

        @Override
        public void closing(int code, String reason) {
            told.add("closing " + code + " " + reason);
        }

        @Override
        public void violated(int closeCode) {
            told.add("violated " + closeCode);
        }

        @Override
        public void drained() {
            told.add("drained");
        }

        @Override
        public void gone(int closeCode) {
            told.add("gone " + closeCode);
        }
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private HttpServer listen() {
        return vertx.createHttpServer()
                .requestHandler(this::upgrade)
                .listen(0, "127.0.0.1")
                .await();
    }

    private void upgrade(HttpServerRequest request) {
        request.toWebSocket().onSuccess(ofVertx -> {
            Channel channel = ((HttpServerConnection) request.connection())
                    .channelHandlerContext()
                    .channel();
            Context context = vertx.getOrCreateContext();
            PayerSocket socket = PayerSocket.of(request.connection(), context);
            socket.listen(new Teller());
            upgrades.add(new Upgrade(socket, context, channel, new WeakReference<>(ofVertx)));
        });
    }

    private Upgrade upgraded() throws InterruptedException {
        Upgrade upgrade = upgrades.poll(20, TimeUnit.SECONDS);
        assertTrue(upgrade != null, "no WebSocket");
        return upgrade;
    }

    private @Nullable String nextTold() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    private static void on(Upgrade upgrade, Runnable action) {
        upgrade.channel().eventLoop().submit(action).syncUninterruptibly();
    }

    /** What is relied on: if another version of Vert.x or Netty builds its pipeline otherwise, this says so first. */
    @Test
    void standsAloneBehindNettysFrameCodecAndLeavesNothingOfVertxBehind() throws IOException, InterruptedException {
        try (RawSocket _ = RawSocket.open(listen().actualPort(), "any")) {
            Upgrade upgrade = upgraded();
            ChannelPipeline pipeline = upgrade.channel().pipeline();
            // Netty takes its HTTP encoder out once the answer is written.
            TestServer.until(() -> pipeline.names().size() == 5, "the pipeline of a WebSocket");
            List<Class<?>> handlers = new ArrayList<>();
            for (ChannelHandler handler : pipeline.toMap().values()) {
                handlers.add(handler.getClass());
            }
            assertEquals(
                    List.of(
                            WebSocket13FrameDecoder.class,
                            WebSocket13FrameEncoder.class,
                            Utf8FrameValidator.class,
                            PayerSocket.class),
                    handlers);
            TestServer.until(
                    () -> {
                        System.gc();
                        return upgrade.ofVertx().refersTo(null);
                    },
                    "the end of Vert.x's own WebSocket");
        }
    }

    @Test
    void tellsAndSendsFramesAndClosesWhenThePeerDoes() throws IOException, InterruptedException {
        try (RawSocket peer = RawSocket.open(listen().actualPort(), "any")) {
            Upgrade upgrade = upgraded();
            peer.write(WireFrame.text("hello")).write(WireFrame.of(WireFrame.PING, (byte) 7));
            assertEquals("frame hello", nextTold());
            assertEquals("alive", nextTold());
            assertEquals(WireFrame.of(WireFrame.PONG, (byte) 7), peer.nextFrame());
            on(upgrade, () -> upgrade.socket().text("grüezi"));
            assertEquals(WireFrame.text("grüezi"), peer.nextFrame());
            peer.write(WireFrame.close(3_001, (byte) 'b', (byte) 'y'));
            assertEquals(3_001, peer.awaitClose().closeCode());
            assertInstanceOf(Received.End.class, peer.next());
            assertEquals("closing 3001 by", nextTold());
            assertEquals("gone 3001", nextTold());
            assertTrue(upgrade.socket().isClosed());
        }
    }

    @Test
    void tellsOnTheContextThatItWasMadeWith() throws IOException, InterruptedException {
        try (RawSocket peer = RawSocket.open(listen().actualPort(), "any")) {
            Upgrade upgrade = upgraded();
            BlockingQueue<Optional<Context>> contexts = new LinkedBlockingQueue<>();
            on(
                    upgrade,
                    () -> upgrade.socket().listen(new Teller() {
                        @Override
                        public void frame(Frame frame) {
                            contexts.add(Optional.ofNullable(Vertx.currentContext()));
                        }
                    }));
            peer.write(WireFrame.text("where?"));
            assertEquals(Optional.of(upgrade.context()), contexts.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void writesTextOfEveryLengthFromAnArrayThatIsUsedAgain() throws IOException, InterruptedException {
        try (RawSocket peer = RawSocket.open(listen().actualPort(), "any")) {
            Upgrade upgrade = upgraded();
            byte[] reused = new byte[70_000];
            for (int length : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, 70_000}) {
                on(upgrade, () -> {
                    Arrays.fill(reused, (byte) ('a' + length % 26));
                    upgrade.socket().text(reused, length);
                    Arrays.fill(reused, (byte) '?');
                });
                String letter = String.valueOf((char) ('a' + length % 26));
                assertEquals(WireFrame.text(letter.repeat(length)), peer.nextFrame());
            }
        }
    }

    @Test
    void tellsNothingWhilePausedReadsBoundedlyAheadAndGoesOnInOrder() throws IOException, InterruptedException {
        try (RawSocket peer = RawSocket.open(listen().actualPort(), "any")) {
            Upgrade upgrade = upgraded();
            on(upgrade, upgrade.socket()::pause);
            for (int i = 0; i < 40; i++) {
                peer.write(WireFrame.text("frame " + i));
            }
            TestServer.until(() -> !upgrade.channel().config().isAutoRead(), "the end of reading ahead");
            assertEquals(0, told.size());
            on(upgrade, upgrade.socket()::resume);
            for (int i = 0; i < 40; i++) {
                assertEquals("frame frame " + i, nextTold());
            }
            assertTrue(upgrade.channel().config().isAutoRead());
        }
    }

    @Test
    void answersACloseFrameAlsoWhilePaused() throws IOException, InterruptedException {
        try (RawSocket peer = RawSocket.open(listen().actualPort(), "any")) {
            Upgrade upgrade = upgraded();
            on(upgrade, upgrade.socket()::pause);
            peer.write(WireFrame.text("never told")).write(WireFrame.close(1_000));
            assertEquals(1_000, peer.awaitClose().closeCode());
            assertEquals("gone 1000", nextTold());
        }
    }

    @Test
    void endsAConnectionWhosePeerDoesNotAnswerItsCloseFrame() throws IOException, InterruptedException {
        try (RawSocket peer = RawSocket.open(listen().actualPort(), "any")) {
            Upgrade upgrade = upgraded();
            on(upgrade, () -> upgrade.socket().close(1_012, "moved"));
            assertEquals(1_012, peer.awaitClose().closeCode());
            assertInstanceOf(Received.End.class, peer.next());
            assertEquals("gone 1006", nextTold());
        }
    }

    @Test
    void saysGoodbyeWhenVertxClosesItsServer() throws IOException, InterruptedException {
        HttpServer server = listen();
        try (RawSocket peer = RawSocket.open(server.actualPort(), "any")) {
            upgraded();
            server.close().await();
            assertEquals(1_000, peer.awaitClose().closeCode());
            assertInstanceOf(Received.End.class, peer.next());
            assertEquals("gone 1006", nextTold());
        }
    }

    @Test
    void closesWithVertxsServerEvenWhenThePeerReadsNothing() throws IOException, InterruptedException {
        HttpServer server = listen();
        try (RawSocket _ = RawSocket.openUnread(server.actualPort(), "any")) {
            Upgrade upgrade = upgraded();
            String much = "m".repeat(60_000);
            TestServer.until(
                    () -> {
                        on(upgrade, () -> upgrade.socket().text(much));
                        return upgrade.socket().writeQueueFull();
                    },
                    "a full queue");
            server.close().await();
            assertEquals("gone 1006", nextTold());
        }
    }

    @Test
    void tellsTheMetricsOfVertxThatAConnectionIsGone() throws IOException, InterruptedException {
        vertx.close().await();
        vertx = counted.vertx();
        try (RawSocket _ = RawSocket.open(listen().actualPort(), "any")) {
            upgraded();
            assertEquals(1, counted.open());
        }
        assertEquals("gone 1006", nextTold());
        TestServer.until(() -> counted.open() == 0, "the end of the connection");
    }
}
