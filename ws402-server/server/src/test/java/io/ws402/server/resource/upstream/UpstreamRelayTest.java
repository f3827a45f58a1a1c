package io.ws402.server.resource.upstream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.ws402.protocol.payment.Reading;
import io.ws402.server.resource.Frame;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.TestServer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Application data through the proxy: what goes in comes out, and counts. */
class UpstreamRelayTest {
    private final Vertx vertx = Vertx.vertx();
    private final TestUpstream upstream = TestUpstream.of(vertx, TestUpstream::echo);
    private final UpstreamRig rig = UpstreamRig.before(upstream.url());

    @AfterEach
    void close() {
        rig.close();
        TestServer.await(vertx.close());
    }

    @Test
    void relaysTextAndBinaryAndMetersBothDirections() throws InterruptedException {
        Payer payer = rig.open().text("grüß dich");
        assertEquals("grüß dich", payer.awaitData());
        payer.socket().writeBinaryMessage(Buffer.buffer(new byte[] {0, -1, 7}));
        Heard.Data binary = data(payer);
        assertTrue(binary.frame().isBinary());
        assertArrayEquals(new byte[] {0, -1, 7}, binary.payload().getBytes());
        payer.say("ws402.end").await("ws402.session_ended");
        Reading reading = rig.provider.settles().getFirst().reading();
        assertEquals(2 * (11L + 3), reading.bytes());
        assertEquals(4, reading.messages());
    }

    @Test
    void keepsFragmentsAsTheyAreEvenInTheMiddleOfACharacter() throws InterruptedException {
        Payer payer = rig.open();
        Buffer euro = Buffer.buffer("€");
        payer.socket().writeFrame(new Frame(Frame.Kind.TEXT, euro.getBuffer(0, 1), false).onWire());
        payer.socket().writeFrame(WebSocketFrame.continuationFrame(euro.getBuffer(1, 2), false));
        payer.socket().writeFrame(WebSocketFrame.continuationFrame(euro.getBuffer(2, 3), true));
        Heard.Data first = data(payer);
        assertTrue(first.frame().isText() && !first.frame().isFinal());
        assertArrayEquals(new byte[] {(byte) 0xe2}, first.payload().getBytes());
        Heard.Data second = data(payer);
        assertTrue(second.frame().isContinuation() && !second.frame().isFinal());
        assertTrue(data(payer).frame().isFinal());
        payer.say("ws402.end").await("ws402.session_ended");
        assertEquals(2, rig.provider.settles().getFirst().reading().messages());
    }

    @Test
    void relaysAMegabyteInFragmentsAndManyMessagesInOrder() throws InterruptedException {
        Payer payer = rig.open();
        byte[] large = new byte[1024 * 1024];
        new Random(402).nextBytes(large);
        int piece = 64 * 1024;
        for (int at = 0; at < large.length; at += piece) {
            Buffer part = Buffer.buffer(large).getBuffer(at, at + piece);
            boolean last = at + piece == large.length;
            payer.socket()
                    .writeFrame(
                            at == 0
                                    ? WebSocketFrame.binaryFrame(part, last)
                                    : WebSocketFrame.continuationFrame(part, last));
        }
        Buffer back = Buffer.buffer();
        Heard.Data next;
        do {
            next = data(payer);
            back.appendBuffer(next.payload());
        } while (!next.frame().isFinal());
        assertArrayEquals(large, back.getBytes());
        for (int i = 0; i < 2_000; i++) {
            payer.text("message " + i);
        }
        for (int i = 0; i < 2_000; i++) {
            assertEquals("message " + i, payer.awaitData());
        }
    }

    @Test
    void takesAMessageThatAServiceDoesNotFragment() throws InterruptedException {
        Payer payer = rig.open();
        int bytes = 200 * 1024;
        upstream.socket().writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(new byte[bytes]), true));
        assertEquals(bytes, data(payer).payload().length());
    }

    @Test
    void eachSideAnswersItsOwnPings() throws InterruptedException {
        Payer payer = rig.open();
        BlockingQueue<Buffer> pongs = new LinkedBlockingQueue<>();
        payer.socket().pongHandler(pongs::add);
        payer.socket().writePing(Buffer.buffer("to the server"));
        assertEquals(Buffer.buffer("to the server"), pongs.poll(20, TimeUnit.SECONDS));
        BlockingQueue<Buffer> upstreamPongs = new LinkedBlockingQueue<>();
        var socket = upstream.socket();
        socket.pongHandler(upstreamPongs::add);
        socket.writePing(Buffer.buffer("from behind"));
        assertEquals(Buffer.buffer("from behind"), upstreamPongs.poll(20, TimeUnit.SECONDS));
        payer.say("ws402.end").await("ws402.session_ended");
        assertEquals(0, rig.provider.settles().getFirst().reading().messages());
    }

    private static Heard.Data data(Payer payer) throws InterruptedException {
        while (true) {
            if (payer.next() instanceof Heard.Data data) {
                return data;
            }
        }
    }
}
