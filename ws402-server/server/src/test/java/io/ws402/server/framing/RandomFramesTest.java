package io.ws402.server.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.RawSocket;
import io.ws402.server.testing.RawSocket.Received;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.WireFrame;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five hundred frames that a seed chose, before a session and inside sessions: every connection ends in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomFramesTest {
    private static final int FRAMES = 500;
    private static final int[] OPCODES = {0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 8, 9, 9, 10, 3, 15};
    private static final Set<Integer> ANSWERS = Set.of(1002, 1007, 1008, 1009);
    private static final PricePlan BY_TRAFFIC =
            new PricePlan(BigInteger.ZERO, BigInteger.valueOf(1 << 20), BigInteger.ONE, 3_600);

    private final TestServer server = TestServer.start(
                    new FakeProvider(), config -> config.withLimits(TestServer.limitsAtAnyRate()))
            .listen();

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {402, 6455, 2026})
    void beforeASessionNothingIsTakenAndNothingKept(long seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        int sent = 0;
        while (sent < FRAMES) {
            try (RawSocket stranger = RawSocket.open(server.port(), "echo")) {
                sent += sendUntilClosed(stranger, random, FRAMES - sent);
            }
        }
        servesOn();
    }

    @ParameterizedTest
    @ValueSource(longs = {402, 6455, 2026})
    void insideSessionsEveryOneIsReportedOnceWithWhatPassed(long seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        List<String> payments = new ArrayList<>();
        int sent = 0;
        while (sent < FRAMES) {
            String paymentId = server.paid("echo", 1_000_000_000, BY_TRAFFIC);
            payments.add(paymentId);
            try (RawSocket payer = RawSocket.open(server.port(), "echo")) {
                payer.prove(paymentId).await("session_started");
                sent += sendUntilClosed(payer, random, FRAMES - sent);
            }
        }
        servesOn();
        for (String paymentId : payments) {
            List<MeterReport> reports = Stream.concat(
                            server.provider().settles().stream(), server.provider().releases().stream())
                    .filter(report -> report.paymentId().equals(paymentId))
                    .toList();
            assertEquals(1, reports.size(), paymentId);
            MeterReport last = reports.getFirst();
            assertEquals(BY_TRAFFIC.cost(last.reading()), last.consumed());
        }
    }

    /** Sends one at a time and waits for what comes of it; how many were sent until the connection ended, if it did. */
    private static int sendUntilClosed(RawSocket socket, Random random, int max)
            throws IOException, InterruptedException {
        for (int i = 0; i < max; i++) {
            WireFrame frame = frame(random);
            byte[] mark = {1, 2, 3, 4, (byte) (i >> 8), (byte) i};
            socket.write(frame).write(WireFrame.of(WireFrame.PING, mark));
            if (closes(socket, frame, WireFrame.of(WireFrame.PONG, mark))) {
                return i + 1;
            }
        }
        return max;
    }

    private static boolean closes(RawSocket socket, WireFrame cause, WireFrame pong) throws InterruptedException {
        while (true) {
            switch (socket.next()) {
                case Received.End() -> throw new AssertionError("cut off without a close frame after " + cause);
                case Received.Framed(WireFrame heard)
                when heard.opcode() == WireFrame.CLOSE -> {
                    boolean answered = cause.opcode() == WireFrame.CLOSE
                            && (heard.closeCode() == cause.closeCode() || cause.length() == 0);
                    assertTrue(answered || ANSWERS.contains(heard.closeCode()), heard + " after " + cause);
                    return true;
                }
                case Received.Framed(WireFrame heard)
                when heard.equals(pong) -> {
                    return false;
                }
                case Received.Framed _ -> {
                    // an echo, or news of the session
                }
            }
        }
    }

    private static WireFrame frame(Random random) {
        byte[] payload = new byte[random.nextInt(40) == 0 ? 70_000 : random.nextInt(200)];
        if (random.nextInt(4) > 0) {
            Arrays.fill(payload, (byte) ('a' + random.nextInt(26)));
        } else {
            random.nextBytes(payload);
        }
        boolean last = random.nextInt(4) > 0;
        int reserved = random.nextInt(30) == 0 ? 1 + random.nextInt(7) : 0;
        return new WireFrame(last, reserved, OPCODES[random.nextInt(OPCODES.length)], payload);
    }

    private void servesOn() throws InterruptedException {
        server.open("echo", 60_000).say("ws402.end").awaitClosed();
        TestServer.until(
                () -> {
                    var status = server.get("/status").json();
                    return status.getInteger("activeSessions") == 0 && status.getInteger("unpaidSockets") == 0;
                },
                "the end of all that was opened");
    }
}
