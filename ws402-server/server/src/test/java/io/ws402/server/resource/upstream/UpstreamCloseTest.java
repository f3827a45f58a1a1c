package io.ws402.server.resource.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How a session with an upstream ends, whoever ends it. */
class UpstreamCloseTest {
    private final Vertx vertx = Vertx.vertx();
    private final TestUpstream upstream = TestUpstream.of(vertx, TestUpstream::echo);
    private final UpstreamRig rig = UpstreamRig.before(upstream.url());

    @AfterEach
    void close() {
        rig.close();
        TestServer.await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({"1000,bye", "1001,off", "3001,''", "4999,mine"})
    void anOrderlyCloseOfThePayerReachesTheUpstreamAndSettles(int code, String reason) throws InterruptedException {
        Payer payer = rig.open();
        payer.socket().close((short) code, reason);
        TestUpstream.Closed closed = upstream.closed();
        assertEquals(code, closed.code());
        assertEquals(reason, closed.reason());
        TestServer.until(() -> !rig.provider.settles().isEmpty(), "the settlement");
    }

    @Test
    void aCloseOfThePayerThatReportsAFaultReachesTheUpstreamToo() throws InterruptedException {
        rig.open().socket().close((short) 1011, "broken");
        assertEquals(new TestUpstream.Closed(1011, "broken"), upstream.closed());
        TestServer.until(() -> !rig.provider.releases().isEmpty(), "the release");
    }

    @Test
    void aPayerWhoVanishesIsGoingAwayForTheUpstream() throws InterruptedException {
        Payer payer = rig.open();
        ((WebSocketInternal) payer.socket()).channelHandlerContext().close();
        assertEquals(new TestUpstream.Closed(1001, "connection_lost"), upstream.closed());
    }

    @ParameterizedTest
    @CsvSource({"1000,done", "1001,restarting", "1008,policy", "1011,crashed", "1013,busy", "3000,''", "4001,no more"})
    void theUpstreamsCloseReachesThePayerAfterTheRefund(int code, String reason) throws InterruptedException {
        Payer payer = rig.open();
        upstream.socket().close((short) code, reason);
        JsonObject ended = payer.await("ws402.session_ended");
        assertEquals("upstream_closed", ended.getString("reason"));
        assertTrue(Long.parseLong(ended.getJsonObject("refund").getString("amount")) > 0, ended::encode);
        Heard.Closed closed = payer.awaitClosed();
        assertEquals(code, closed.code());
        assertEquals(reason, closed.reason() == null ? "" : closed.reason());
        assertEquals(1, rig.provider.settles().size());
    }

    @Test
    void aCloseFrameWithoutACodeIsAnOrderlyEnd() throws InterruptedException {
        Payer payer = rig.open();
        TestUpstream.writeRaw(upstream.socket(), (byte) 0x88, (byte) 0);
        assertEquals("upstream_closed", payer.await("ws402.session_ended").getString("reason"));
        assertEquals(1000, payer.awaitClosed().code());
    }

    @Test
    void anUpstreamThatIsKilledEndsTheSessionAndRefunds() throws InterruptedException {
        Payer payer = rig.open().text("alive");
        assertEquals("alive", payer.awaitData());
        TestUpstream.kill(upstream.socket());
        JsonObject ended = payer.await("ws402.session_ended");
        assertEquals("upstream_lost", ended.getString("reason"));
        assertTrue(Long.parseLong(ended.getJsonObject("refund").getString("amount")) > 0, ended::encode);
        assertEquals(new Heard.Closed(1011, "upstream_lost"), payer.awaitClosed());
        assertEquals(1, rig.provider.settles().size());
    }

    @Test
    void anUpstreamThatAnswersNoPingIsLostAndOneThatIsOnlyQuietIsNot() throws InterruptedException {
        UpstreamLimits impatient = new UpstreamLimits(
                Duration.ofSeconds(5), 1024 * 1024, 100, Duration.ofMillis(100), Duration.ofSeconds(2));
        UpstreamOptions options = UpstreamOptions.of(UpstreamAddress.of(upstream.url()));
        try (UpstreamRig impatientRig = UpstreamRig.of(config -> config, options, impatient)) {
            Payer payer = impatientRig.open();
            ServerWebSocket socket = upstream.socket();
            // Longer than the idle timeout, by the usage updates that come every 100 ms.
            for (int i = 0; i < 50; i++) {
                payer.await("usage_update");
            }
            assertEquals("quiet", payer.text("quiet").awaitData());
            TestUpstream.reads(socket, false);
            assertEquals("upstream_lost", payer.await("ws402.session_ended").getString("reason"));
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("reserved bits", socket -> TestUpstream.writeRaw(socket, (byte) 0xc1, (byte) 1, (byte) 'x')),
                fault(
                        "a masked frame",
                        socket -> TestUpstream.writeRaw(
                                socket, (byte) 0x81, (byte) 0x81, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 'x')),
                fault("an unknown opcode", socket -> TestUpstream.writeRaw(socket, (byte) 0x83, (byte) 1, (byte) 'x')),
                fault(
                        "a continuation of nothing",
                        socket -> TestUpstream.writeRaw(socket, (byte) 0x80, (byte) 1, (byte) 'x')),
                fault(
                        "text that is no UTF-8",
                        socket -> TestUpstream.writeRaw(socket, (byte) 0x81, (byte) 1, (byte) 0xff)),
                fault("a fragmented ping", socket -> TestUpstream.writeRaw(socket, (byte) 0x09, (byte) 0)),
                fault(
                        "a frame of 2 MiB",
                        socket -> socket.writeFrame(
                                WebSocketFrame.binaryFrame(Buffer.buffer(new byte[2 * 1024 * 1024]), true))),
                fault("a message of 2 MiB in fragments", socket -> {
                    Buffer part = Buffer.buffer(new byte[64 * 1024]);
                    socket.writeFrame(WebSocketFrame.binaryFrame(part, false));
                    for (int i = 0; i < 32; i++) {
                        socket.writeFrame(WebSocketFrame.continuationFrame(part, false));
                    }
                }),
                fault("a control message of ours", socket -> socket.writeTextMessage("{\"type\":\"ws402.topped_up\"}")),
                fault("one in fragments", socket -> {
                    socket.writeFrame(WebSocketFrame.textFrame("{\"type\":", false));
                    socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("\"ws402.ended\"}"), true));
                }));
    }

    private static Arguments fault(String what, Consumer<ServerWebSocket> deed) {
        return Arguments.of(Named.of(what, deed));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void anUpstreamThatBreaksTheProtocolIsAFaultOfTheResource(Consumer<ServerWebSocket> deed)
            throws InterruptedException {
        Payer payer = rig.open();
        deed.accept(upstream.socket());
        List<Heard> heard = payer.untilClosed();
        assertEquals(new Heard.Closed(1011, "resource_failed"), heard.getLast());
        assertTrue(heard.stream().noneMatch(Heard.Data.class::isInstance), heard::toString);
        assertEquals(1, rig.provider.settles().size());
    }

    @Test
    void whatTheUpstreamSentBeforeItsCloseIsDeliveredAfterAPause() throws InterruptedException {
        Payer payer = rig.open();
        ServerWebSocket socket = upstream.socket();
        payer.say("ws402.pause").await("ws402.paused");
        for (int i = 0; i < 5; i++) {
            socket.writeTextMessage("last words " + i);
        }
        socket.close((short) 4000, "over");
        upstream.closed();
        payer.say("ws402.continue").await("ws402.resumed");
        for (int i = 0; i < 5; i++) {
            assertEquals("last words " + i, payer.awaitData());
        }
        assertEquals("upstream_closed", payer.await("ws402.session_ended").getString("reason"));
        assertEquals(new Heard.Closed(4000, "over"), payer.awaitClosed());
    }

    @Test
    void anUpstreamThatNeitherReadsNorClosesIsLetGo() throws InterruptedException {
        Payer payer = rig.open();
        ServerWebSocket socket = upstream.socket();
        TestUpstream.reads(socket, false);
        payer.say("ws402.end").awaitClosed();
        TestUpstream.reads(socket, true);
        assertEquals(new TestUpstream.Closed(1000, "client_ended"), upstream.closed());
    }
}
