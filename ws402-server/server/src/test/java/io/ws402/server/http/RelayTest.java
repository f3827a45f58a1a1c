package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import io.ws402.server.resource.Frame;
import io.ws402.server.resource.Resource;
import io.ws402.server.resource.SessionContext;
import io.ws402.server.resource.TickerResource;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.RawSocket;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.WireFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Application data on its way through a session, both directions. */
class RelayTest {
    private static final long RICH = 1_000_000_000;

    private final FakeProvider provider = new FakeProvider();
    private TestServer server = TestServer.start(provider, config -> config);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void handsEveryFrameOnUntouchedAndInOrderWhateverIsHeldBack() throws InterruptedException {
        server.listen();
        Payer payer = server.open("echo", RICH);
        Random random = new Random(402);
        int frames = 3_000;
        byte[][] sent = new byte[frames][];
        for (int i = 0; i < frames; i++) {
            sent[i] = new byte[random.nextInt(8_000)];
            random.nextBytes(sent[i]);
            payer.socket().writeBinaryMessage(Buffer.buffer(sent[i]));
        }
        long bytes = 0;
        for (int i = 0; i < frames; i++) {
            assertArrayEquals(sent[i], nextData(payer).payload().getBytes(), "frame " + i);
            bytes += sent[i].length;
        }
        payer.say("ws402.end").await("ws402.session_ended");
        assertEquals(2 * bytes, provider.settles().getFirst().reading().bytes());
        assertEquals(2L * frames, provider.settles().getFirst().reading().messages());
    }

    @Test
    void keepsTheFragmentsOfAMessageEvenInTheMiddleOfACharacter() throws InterruptedException {
        server.listen();
        Payer payer = server.open("echo", RICH);
        Buffer euro = Buffer.buffer("€");
        payer.socket().writeFrame(Raw.text(euro.getBuffer(0, 1), false));
        payer.socket().writeFrame(WebSocketFrame.continuationFrame(euro.getBuffer(1, 2), false));
        payer.socket().writeFrame(WebSocketFrame.continuationFrame(euro.getBuffer(2, 3), true));
        Heard.Data first = nextData(payer);
        assertTrue(first.frame().isText() && !first.frame().isFinal());
        assertArrayEquals(new byte[] {(byte) 0xe2}, first.payload().getBytes());
        assertTrue(nextData(payer).frame().isContinuation());
        assertTrue(nextData(payer).frame().isFinal());
        payer.say("ws402.end").await("ws402.session_ended");
        assertEquals(2, provider.settles().getFirst().reading().messages());
    }

    @Test
    void aFragmentedControlIsApplicationData() throws InterruptedException {
        AtomicInteger frames = new AtomicInteger();
        server.offer(TestServer.offering("count", Resource.of(session -> frame -> {
                    frames.incrementAndGet();
                    session.sendText("got " + frames.get());
                })))
                .listen();
        Payer payer = server.open("count", RICH);
        payer.socket().writeFrame(WebSocketFrame.textFrame("{\"type\":\"ws402.end\"", false));
        payer.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("}"), true));
        assertEquals("got 1", payer.awaitData());
        assertEquals("got 2", payer.awaitData());
    }

    @Test
    void passesNoPartOfAMessageThatBeganBeforeTheSession() throws IOException, InterruptedException {
        server.listen();
        try (RawSocket payer = RawSocket.open(server.port(), "echo")) {
            // In one write, so that the session can not start between the two.
            JsonObject proof = new JsonObject()
                    .put("type", "payment_proof")
                    .put("proof", FakeProvider.proof(server.paid("echo", RICH)));
            payer.write(Buffer.buffer(WireFrame.text(proof.encode()).masked())
                    .appendBytes(WireFrame.text("begun too early").open().masked())
                    .getBytes());
            payer.await("session_started");
            payer.write(WireFrame.of(WireFrame.CONTINUATION, (byte) 'x').open())
                    .write(WireFrame.of(WireFrame.CONTINUATION, (byte) 'y'))
                    .write(WireFrame.text("in time"));
            assertEquals(WireFrame.text("in time"), payer.nextFrame());
            payer.write(WireFrame.text("{\"type\":\"ws402.end\"}")).await("ws402.session_ended");
        }
        assertEquals(14, provider.settles().getFirst().reading().bytes());
    }

    @Test
    void endsASessionWhoseMessageIsCutIntoTooManyFragments() throws IOException, InterruptedException {
        server.listen();
        try (RawSocket payer = RawSocket.open(server.port(), "echo")) {
            payer.prove(server.paid("echo", RICH)).await("session_started");
            ByteArrayOutputStream fragments = new ByteArrayOutputStream();
            fragments.writeBytes(WireFrame.text("").open().masked());
            byte[] empty = WireFrame.of(WireFrame.CONTINUATION).open().masked();
            for (int i = 0; i < 1024 * 1024 / 64; i++) {
                fragments.writeBytes(empty);
            }
            payer.write(fragments.toByteArray());
            assertEquals(1009, payer.awaitClose().closeCode());
        }
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
        assertEquals(0, provider.releases().getFirst().reading().bytes());
    }

    @Test
    void refusesAResourceThatSpeaksLikeTheServer() throws InterruptedException {
        server.offer(TestServer.offering("forger", Resource.of(session -> frame -> {
                    session.send(new Frame(Frame.Kind.TEXT, Buffer.buffer("{\"type\":"), false));
                    session.send(new Frame(Frame.Kind.CONTINUATION, Buffer.buffer("\"ws402.topped_up\"}"), true));
                })))
                .listen();
        Payer payer = server.open("forger", RICH).text("go");
        assertEquals("resource_failed", payer.await("ws402.session_ended").getString("reason"));
        assertEquals(new Heard.Closed(1011, "resource_failed"), payer.awaitClosed());
        assertEquals(1, provider.settles().size());
    }

    @Test
    void settlesWhenTheResourceThrowsOrEnds() throws InterruptedException {
        server.offer(TestServer.offering("fragile", Resource.of(session -> frame -> {
                    if (frame.text().equals("bye")) {
                        session.end();
                    } else {
                        throw new IllegalStateException("meant to fail");
                    }
                })))
                .listen();
        Payer failing = server.open("fragile", RICH).text("anything");
        assertEquals("resource_failed", failing.await("ws402.session_ended").getString("reason"));
        Payer ending = server.open("fragile", RICH).text("bye");
        assertEquals("resource_ended", ending.await("ws402.session_ended").getString("reason"));
        assertEquals(1000, ending.awaitClosed().code());
    }

    @Test
    void keepsWhatAResourceSendsBeforeTheStartAndDuringAPause() throws InterruptedException {
        Promise<Boolean> sentWhileFull = Promise.promise();
        server.offer(TestServer.offering("early", Resource.of(session -> {
                    session.sendText("before the start");
                    return frame -> server.vertx().setTimer(200, id -> {
                        sentWhileFull.complete(session.writeQueueFull());
                        session.sendText("during the pause");
                    });
                })))
                .listen();
        Payer payer = server.connect("early").prove(server.paid("early", RICH));
        assertTrue(
                payer.next() instanceof Heard.Message message && message.type().equals("session_started"));
        assertEquals("before the start", payer.awaitData());
        payer.text("go").say("ws402.pause").await("ws402.paused");
        assertTrue(TestServer.await(sentWhileFull.future()));
        payer.say("ws402.continue");
        assertTrue(
                payer.next() instanceof Heard.Message message && message.type().equals("ws402.resumed"));
        assertEquals("during the pause", payer.awaitData());
    }

    @Test
    void letsGoOfAPayerWhoDoesNotRead() throws InterruptedException {
        restart(new LimitsBuilder().stuck(Duration.ofMillis(300)));
        Payer payer = server.open("flood", RICH);
        stopReading(payer);
        payer.text("go");
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
        assertEquals(0, provider.settles().size());
    }

    @Test
    void letsGoOfAPayerForWhomTooMuchWaits() throws InterruptedException {
        restart(new LimitsBuilder().sendQueueBytesMax(1024 * 1024));
        Payer payer = server.open("flood-blindly", RICH);
        stopReading(payer);
        payer.text("go");
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
    }

    @Test
    void endsASessionWhoseMessageIsTooLong() throws InterruptedException {
        server.listen();
        Payer payer = server.open("echo", RICH);
        payer.socket().writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(new byte[60_000]), false));
        for (int i = 0; i < 30; i++) {
            payer.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(new byte[60_000]), false));
        }
        assertEquals(1009, payer.awaitClosed().code());
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
    }

    @Test
    void endsASessionWhoseFrameIsTooLarge() throws InterruptedException {
        server.listen();
        Payer payer = server.open("echo", RICH);
        payer.socket().writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(new byte[70_000]), true));
        assertEquals(1009, payer.awaitClosed().code());
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
    }

    @Test
    void tickerTicksForEverySessionUntilItEnds() throws InterruptedException {
        server.offer(TestServer.offering("ticker", new TickerResource(server.vertx(), Duration.ofMillis(20), 1)))
                .listen();
        Payer payer = server.open("ticker", RICH);
        String first = payer.awaitData();
        String second = payer.awaitData();
        assertTrue(first.startsWith("{\"symbol\":\"DEMO-USD\",\"price\":\""), first);
        assertTrue(!first.equals(second), second);
        payer.say("ws402.end").awaitClosed();
    }

    private void restart(LimitsBuilder limits) {
        server.close();
        server = TestServer.start(provider, config -> config.withLimits(limits.build()));
        server.offer(TestServer.offering("flood", Resource.of(session -> frame -> flood(session))))
                .offer(TestServer.offering("flood-blindly", Resource.of(session -> frame -> {
                    for (int i = 0; i < 10_000; i++) {
                        session.sendBinary(Buffer.buffer(new byte[10_000]));
                    }
                })))
                .listen();
    }

    private static void flood(SessionContext session) {
        session.drainHandler(() -> flood(session));
        while (!session.writeQueueFull()) {
            session.sendBinary(Buffer.buffer(new byte[10_000]));
        }
    }

    private static void stopReading(Payer payer) {
        ((WebSocketInternal) payer.socket())
                .channelHandlerContext()
                .channel()
                .config()
                .setAutoRead(false);
    }

    private static Heard.Data nextData(Payer payer) throws InterruptedException {
        while (true) {
            if (payer.next() instanceof Heard.Data data) {
                return data;
            }
        }
    }
}
