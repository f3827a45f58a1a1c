package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionStatus;
import io.ws402.server.session.SessionRules;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pauses on their way to the gateway, by which other servers hand out HTTP resources or do not. */
final class PauseReportTest {
    private final TestServer server = TestServer.start(
                    new FakeProvider(), config -> config.withSessions(reportingEvery(Duration.ofMinutes(10))))
            .listen();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPauseAndItsEndAreReportedWithoutWaitingForTheNextCheckpoint() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        payer.say("ws402.pause").await("ws402.paused");
        TestServer.until(() -> status().paused(), "the pause at the gateway");
        payer.say("ws402.continue").await("ws402.resumed");
        TestServer.until(() -> !status().paused(), "the end of the pause at the gateway");
    }

    @Test
    void reportsOnlyTheSessionsThatChangedAndFewCallsForMany() throws InterruptedException {
        server.open("echo", 60_000);
        Payer restless = server.open("echo", 60_000);
        for (int i = 0; i < 200; i++) {
            restless.say("ws402.pause").say("ws402.continue");
        }
        restless.say("ws402.pause");
        TestServer.until(() -> lastReport().paused(), "the last pause at the gateway");
        List<List<MeterReport>> calls = server.provider().checkpoints();
        assertEquals(List.of(), calls.stream().filter(call -> call.size() != 1).toList());
        assertEquals(
                List.of("pay_2"),
                calls.stream()
                        .map(call -> call.getFirst().paymentId())
                        .distinct()
                        .toList());
        assertTrue(calls.size() < 200, calls.size() + " calls");
    }

    private MeterReport lastReport() {
        List<List<MeterReport>> calls = server.provider().checkpoints();
        return calls.isEmpty()
                ? new MeterReport("", 0, 0, Reading.ZERO, BigInteger.ZERO)
                : calls.getLast().getLast();
    }

    private SessionStatus status() {
        String sessionId = server.provider().sessionId("pay_1");
        return TestServer.await(server.provider().session(sessionId)).orElseThrow();
    }

    private static SessionRules reportingEvery(Duration interval) {
        SessionRules rules = TestServer.rules();
        return new SessionRules(
                interval,
                rules.outageGrace().plus(interval),
                rules.pingInterval(),
                rules.idleTimeout(),
                rules.pauseMax(),
                rules.balanceLowAt(),
                rules.settleAnswerWait(),
                rules.reportRetryFor());
    }
}
