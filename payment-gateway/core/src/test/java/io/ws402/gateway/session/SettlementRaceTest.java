package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.RESOURCE;
import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.Verification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class SettlementRaceTest {
    private final SessionBench bench;

    SettlementRaceTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void hasOneEffectWhenASessionIsSettledTwentyTimesAtOnce() {
        SessionGrant session = bench.session(1000);
        List<SettleOutcome> outcomes = Await.all(IntStream.range(0, 20)
                .mapToObj(i -> bench.settlements.settle(bench.caller, report(session, i, 100 + i), "client_end"))
                .toList());
        Set<Settlement> answers = outcomes.stream()
                .map(outcome ->
                        assertInstanceOf(SettleOutcome.Settled.class, outcome).settlement())
                .collect(Collectors.toSet());
        assertEquals(1, answers.size());
        assertOneEffect(session);
    }

    /** Holder, reapers of two gateways, and servers that would take it up, all at one session whose time is over. */
    @RepeatedTest(10)
    void hasOneEffectWhenSettleReaperAndResumeMeet(RepetitionInfo repetition) {
        SessionGrant session = bench.session(1000);
        bench.abandon(session);
        if (repetition.getCurrentRepetition() % 2 == 0) {
            bench.lapse(session);
        }
        List<Future<?>> all = new ArrayList<>();
        List<Future<SettleOutcome>> settles = new ArrayList<>();
        List<Future<Verification>> resumes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            switch (i % 4) {
                case 0, 1 ->
                    settles.add(bench.settlements.settle(bench.caller, report(session, 1, 100 + i), "client_end"));
                case 2 -> all.add(bench.reaper().reap());
                default -> {
                    SessionClaim claim = new SessionClaim(bench.identifiers.next("ses"), "server-" + i, RESOURCE);
                    resumes.add(bench.leases.resume(bench.caller, String.valueOf(session.resumeToken()), claim));
                }
            }
        }
        all.addAll(settles);
        all.addAll(resumes);
        Collections.shuffle(all, new Random(repetition.getCurrentRepetition()));
        Await.of(Future.join(all));

        long resumed = resumes.stream()
                .filter(resume -> resume.result() instanceof Verification.Accepted)
                .count();
        assertTrue(resumed <= 1);
        if (resumed == 1) {
            assertEquals("open", bench.value("SELECT state FROM sessions WHERE payment_id = $1", session.paymentId()));
            settles.forEach(settle -> assertEquals(
                    "lease_lost",
                    assertInstanceOf(SettleOutcome.Refused.class, settle.result())
                            .code()));
        } else {
            settles.forEach(settle -> assertInstanceOf(SettleOutcome.Settled.class, settle.result()));
            assertOneEffect(session);
        }
    }

    @Test
    void endsEveryLostSessionOnceWhenManyGatewaysReap() {
        List<SessionGrant> sessions =
                IntStream.range(0, 30).mapToObj(i -> bench.session(1000)).toList();
        sessions.forEach(bench::abandon);
        int ended = Await.all(IntStream.range(0, 5)
                        .mapToObj(i -> bench.reaper().reap())
                        .toList())
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
        assertEquals(30, ended);
        sessions.forEach(this::assertOneEffect);
    }

    private void assertOneEffect(SessionGrant session) {
        String paymentId = session.paymentId();
        assertEquals("ended", bench.value("SELECT state FROM sessions WHERE payment_id = $1", paymentId));
        assertEquals("1", bench.value("SELECT count(*) FROM refunds WHERE payment_id = $1", paymentId));
        assertEquals(
                "1", bench.value("SELECT count(*) FROM journals WHERE kind = 'settle' AND payment_id = $1", paymentId));
        assertEquals(
                "1",
                bench.value("SELECT count(*) FROM outbox WHERE topic = 'payment.settled' AND subject = $1", paymentId));
    }
}
