package io.ws402.server.resource.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever does not keep up slows the other side down, and nothing piles up in between. */
class UpstreamPressureTest {
    private static final int PIECE = 10_000;
    /** Far more than all socket buffers on the way hold. */
    private static final int ALL = 10_000;
    /** What the buffers of four sockets may hold at most, kernel included; an unbounded queue would hold all 100 MB. */
    private static final long BUFFERS = 50_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();
    private final TestUpstream upstream = TestUpstream.of(vertx, this::serve);
    private final UpstreamRig rig = UpstreamRig.before(upstream.url());

    @AfterEach
    void close() {
        rig.close();
        TestServer.await(vertx.close());
    }

    /** Counts what it gets; told to flood, sends as fast as its socket takes it. */
    private void serve(ServerWebSocket socket) {
        socket.textMessageHandler(text -> {
            socket.drainHandler(nothing -> flood(socket));
            flood(socket);
        });
        socket.binaryMessageHandler(payload -> {
            if (payload.getInt(0) == received.get()) {
                received.incrementAndGet();
            }
        });
    }

    private void flood(ServerWebSocket socket) {
        while (sent.get() < ALL && !socket.writeQueueFull()) {
            socket.writeBinaryMessage(numbered(sent.getAndIncrement()));
        }
    }

    private static Buffer numbered(int number) {
        return Buffer.buffer(new byte[PIECE]).setInt(0, number);
    }

    @Test
    void aPayerWhoDoesNotReadStopsAFastUpstreamAndLosesNothing() throws InterruptedException {
        Payer payer = rig.open();
        reads(payer, false);
        payer.text("flood");
        assertTrue(standsStill(sent::get) * (long) PIECE < BUFFERS, () -> "sent " + sent);
        reads(payer, true);
        expectAll(payer);
    }

    @Test
    void aPauseHoldsTheUpstream() throws InterruptedException {
        Payer payer = rig.open();
        payer.text("flood").say("ws402.pause").await("ws402.paused");
        assertTrue(standsStill(sent::get) * (long) PIECE < BUFFERS, () -> "sent " + sent);
        payer.say("ws402.continue");
        expectAll(payer);
    }

    @Test
    void anUpstreamThatDoesNotReadStopsAFastPayerAndLosesNothing() throws InterruptedException {
        Payer payer = rig.open();
        ServerWebSocket socket = upstream.socket();
        TestUpstream.reads(socket, false);
        AtomicInteger written = new AtomicInteger();
        payer.socket().drainHandler(nothing -> write(payer, written));
        rig.server.vertx().runOnContext(nothing -> write(payer, written));
        assertTrue(standsStill(written::get) * (long) PIECE < BUFFERS, () -> "written " + written);
        TestUpstream.reads(socket, true);
        TestServer.until(() -> received.get() == ALL, "everything, in order");
    }

    private static synchronized void write(Payer payer, AtomicInteger written) {
        while (written.get() < ALL && !payer.socket().writeQueueFull()) {
            payer.socket().writeBinaryMessage(numbered(written.getAndIncrement()));
        }
    }

    private void expectAll(Payer payer) throws InterruptedException {
        int next = 0;
        while (next < ALL) {
            if (payer.next() instanceof Payer.Heard.Data data) {
                assertEquals(next++, data.payload().getInt(0));
            }
        }
    }

    /** Waits until a number has risen and then not for a while. */
    private static int standsStill(IntSupplier number) throws InterruptedException {
        AtomicInteger last = new AtomicInteger(-1);
        AtomicInteger still = new AtomicInteger();
        TestServer.until(
                () -> {
                    int now = number.getAsInt();
                    boolean same = now > 0 && last.getAndSet(now) == now;
                    return (same ? still.incrementAndGet() : setZero(still)) > 50;
                },
                "back-pressure");
        return last.get();
    }

    private static int setZero(AtomicInteger counter) {
        counter.set(0);
        return 0;
    }

    private static void reads(Payer payer, boolean reads) {
        ((WebSocketInternal) payer.socket())
                .channelHandlerContext()
                .channel()
                .config()
                .setAutoRead(reads);
    }
}
