package io.ws402.server.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.server.framing.FramingCase.Ending;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.RawSocket;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.WireFrame;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the cases of a chapter against a real server, inside a session on {@code echo} and before one. Besides the frames
 * it looks at the money: every byte and message that passed is charged, once, and nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FramingContract {
    private static final long RICH = 1_000_000_000;
    private static final long PER_MESSAGE = 100;

    /** A unit per byte and a hundred per message, so that what was metered shows in the price. */
    private static final PricePlan BY_TRAFFIC =
            new PricePlan(BigInteger.ZERO, BigInteger.valueOf(1 << 20), BigInteger.valueOf(PER_MESSAGE), 3_600);

    private final TestServer server = TestServer.start(
                    new FakeProvider(), config -> config.withLimits(TestServer.limitsAtAnyRate()))
            .listen();

    abstract Stream<FramingCase> cases();

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void insideASession(FramingCase framing) throws IOException, InterruptedException {
        String paymentId = server.paid("echo", RICH, BY_TRAFFIC);
        try (RawSocket payer = RawSocket.open(server.port(), "echo")) {
            payer.prove(paymentId).await("session_started");
            write(payer, framing);
            hears(payer, framing.echoes());
            switch (framing.ending()) {
                case Ending.Open() -> {
                    payer.write(WireFrame.text("{\"type\":\"ws402.end\"}")).await("ws402.session_ended");
                    assertEquals(1000, payer.awaitClose().closeCode());
                }
                case Ending.Failed(int code) ->
                    assertEquals(code, payer.nextFrame().closeCode());
                case Ending.Closed(int answer, boolean _) ->
                    assertEquals(answer, payer.awaitClose().closeCode());
            }
        }
        MeterReport last = onlyReport(paymentId, framing.ending().settles());
        assertEquals(framing.bytes(), last.reading().bytes());
        assertEquals(framing.messages(), last.reading().messages());
        assertEquals(
                BigInteger.valueOf(framing.bytes() + PER_MESSAGE * framing.messages()), last.consumed(), "consumed");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void beforeASession(FramingCase framing) throws IOException, InterruptedException {
        String paymentId = server.paid("echo", RICH, BY_TRAFFIC);
        try (RawSocket stranger = RawSocket.open(server.port(), "echo")) {
            write(stranger, framing);
            hears(stranger, framing.pongs());
            switch (framing.ending()) {
                case Ending.Open() -> paysNothingButTheSession(stranger, paymentId);
                case Ending.Failed(int code) ->
                    assertEquals(code, stranger.awaitClose().closeCode());
                case Ending.Closed(int answer, boolean _) ->
                    assertEquals(answer, stranger.awaitClose().closeCode());
            }
        }
        if (!(framing.ending() instanceof Ending.Open)) {
            try (RawSocket again = RawSocket.open(server.port(), "echo")) {
                paysNothingButTheSession(again, paymentId);
            }
        }
    }

    private void paysNothingButTheSession(RawSocket payer, String paymentId) throws IOException, InterruptedException {
        payer.prove(paymentId).await("session_started");
        payer.write(WireFrame.text("{\"type\":\"ws402.end\"}")).await("ws402.session_ended");
        assertEquals(BigInteger.ZERO, onlyReport(paymentId, true).consumed());
    }

    private static void write(RawSocket socket, FramingCase framing) throws IOException {
        for (byte[] piece : framing.writes()) {
            socket.write(piece);
        }
    }

    private static void hears(RawSocket socket, List<WireFrame> expected) throws InterruptedException {
        for (WireFrame frame : expected) {
            assertEquals(frame, socket.nextFrame());
        }
    }

    /** The one final reading, which either settles the session or gives it back for the payer to resume. */
    private MeterReport onlyReport(String paymentId, boolean settles) throws InterruptedException {
        TestServer.until(
                () -> !of(server.provider().settles(), paymentId).isEmpty()
                        || !of(server.provider().releases(), paymentId).isEmpty(),
                "the end of " + paymentId);
        List<MeterReport> settled = of(server.provider().settles(), paymentId);
        List<MeterReport> released = of(server.provider().releases(), paymentId);
        assertEquals(settles ? 1 : 0, settled.size(), "settled");
        assertEquals(settles ? 0 : 1, released.size(), "released");
        assertTrue(server.provider().settlement(paymentId).isPresent() == settles);
        return settles ? settled.getFirst() : released.getFirst();
    }

    private static List<MeterReport> of(List<MeterReport> reports, String paymentId) {
        return reports.stream()
                .filter(report -> report.paymentId().equals(paymentId))
                .toList();
    }
}
