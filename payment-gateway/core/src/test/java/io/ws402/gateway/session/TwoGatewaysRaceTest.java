package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.RESOURCE;
import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Verification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** One session and two gateways with connections of their own, which are asked for everything at the same time. */
@ExtendWith({PostgresExtension.class, DatabaseExtension.class})
final class TwoGatewaysRaceTest {
    private static final int PAID = 1000;

    private final SessionBench bench;
    private final Database otherDatabase;
    private final List<Gateway> gateways;

    TwoGatewaysRaceTest(Vertx vertx, Database database, ConnectionSettings settings) {
        this.bench = new SessionBench(vertx, database);
        this.otherDatabase = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()));
        this.gateways = List.of(gateway(vertx, database), gateway(vertx, otherDatabase));
    }

    /** What a gateway does with sessions. */
    private record Gateway(LeaseService leases, SettlementService settlements, LeaseReaper reaper) {}

    private Gateway gateway(Vertx vertx, Database database) {
        LeasePolicy policy = LeasePolicy.DEFAULT;
        return new Gateway(
                new LeaseService(database, bench.tokens, new SessionGrants(bench.tokens), policy),
                new SettlementService(database, bench.ledger, bench.outbox, bench.identifiers, policy, () -> {}),
                new LeaseReaper(vertx, database, bench.ledger, bench.outbox, bench.identifiers, policy, () -> {}));
    }

    @AfterEach
    void theLawHolds() {
        otherDatabase.close();
        bench.assertTheLawHolds();
    }

    /** Server after server loses it; the last one's resume window passes, so that somebody ends it. */
    @RepeatedTest(20)
    void aSessionHasOneOrderOfEpochsAndOneSettlement(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        SessionGrant holder = bench.session(PAID);
        for (int servers = 1 + random.nextInt(4); servers > 1; servers--) {
            bench.lapse(holder);
            Meeting meeting = new Meeting(holder, random, true);
            Optional<SessionGrant> successor = meeting.successor();
            if (successor.isPresent()) {
                meeting.assertNobodySettled();
                assertEquals(holder.leaseEpoch() + 1, successor.get().leaseEpoch());
                holder = successor.get();
            } else {
                // The holder was first: it settled, or its checkpoint renewed the lease.
                meeting.assertAllSettlesAreToldTheSame();
            }
        }
        bench.abandon(holder);
        Meeting last = new Meeting(holder, random, false);
        assertTrue(last.successor().isEmpty());
        last.assertAllSettlesAreToldTheSame();
        assertEndedOnce(holder);
    }

    /** The holder settles and reports, reapers look, and other servers take the session up, in an order of the seed. */
    private final class Meeting {
        private final List<Future<SettleOutcome>> settles = new ArrayList<>();
        private final List<Future<Verification>> resumes = new ArrayList<>();

        Meeting(SessionGrant holder, Random random, boolean holderReports) {
            boolean holderEndsIt = random.nextInt(3) == 0;
            List<Supplier<Future<?>>> calls = new ArrayList<>();
            for (Gateway gateway : gateways) {
                calls.add(gateway.reaper::reap);
                if (holderReports) {
                    calls.add(() -> gateway.leases.checkpoint(
                            bench.caller, "server-" + holder.leaseEpoch(), List.of(reading(holder, 1))));
                }
                for (int rival = 0; rival < 2; rival++) {
                    calls.add(() -> kept(resumes, resume(gateway, holder)));
                }
                if (holderEndsIt) {
                    calls.add(() ->
                            kept(settles, gateway.settlements.settle(bench.caller, reading(holder, 2), "client_end")));
                }
            }
            Collections.shuffle(calls, random);
            Await.of(Future.join(calls.stream().<Future<?>>map(Supplier::get).toList()));
        }

        private Future<Verification> resume(Gateway gateway, SessionGrant holder) {
            SessionClaim claim =
                    new SessionClaim(bench.identifiers.next("ses"), "server-" + (holder.leaseEpoch() + 1), RESOURCE);
            return gateway.leases.resume(bench.caller, String.valueOf(holder.resumeToken()), claim);
        }

        private static <T> Future<T> kept(List<Future<T>> all, Future<T> one) {
            all.add(one);
            return one;
        }

        /** Who has the session now. */
        Optional<SessionGrant> successor() {
            List<SessionGrant> grants = resumes.stream()
                    .map(Future::result)
                    .filter(Verification.Accepted.class::isInstance)
                    .map(accepted -> ((Verification.Accepted) accepted).grant())
                    .toList();
            assertTrue(grants.size() <= 1, () -> "taken up by several: " + grants);
            return grants.stream().findFirst();
        }

        void assertNobodySettled() {
            settles.forEach(settle -> assertEquals(
                    "lease_lost",
                    assertInstanceOf(SettleOutcome.Refused.class, settle.result())
                            .code()));
        }

        void assertAllSettlesAreToldTheSame() {
            Set<SettleOutcome> answers = settles.stream().map(Future::result).collect(Collectors.toSet());
            assertTrue(answers.size() <= 1, answers::toString);
            answers.forEach(answer -> assertInstanceOf(SettleOutcome.Settled.class, answer));
        }
    }

    private static MeterReport reading(SessionGrant holder, int number) {
        return report(holder, holder.sequence() + number, 100 * holder.leaseEpoch() + 10L * number);
    }

    private void assertEndedOnce(SessionGrant holder) {
        String paymentId = holder.paymentId();
        assertEquals(
                "ended " + holder.leaseEpoch(),
                bench.value("SELECT state || ' ' || lease_epoch FROM sessions WHERE payment_id = $1", paymentId));
        assertEquals("1", bench.value("SELECT count(*) FROM refunds WHERE payment_id = $1", paymentId));
        assertEquals(
                "1", bench.value("SELECT count(*) FROM journals WHERE kind = 'settle' AND payment_id = $1", paymentId));
        assertEquals(
                "1",
                bench.value("SELECT count(*) FROM outbox WHERE topic = 'payment.settled' AND subject = $1", paymentId));
    }
}
