package io.ws402.server.session;

import static java.math.BigInteger.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.message.ServerMessage.BalanceLow;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.pricing.Meter;
import io.ws402.server.testing.ManualAlarm;
import io.ws402.server.testing.ManualClock;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A session under a manual clock, without a socket and without a gateway. */
class SessionTest {
    private static final Asset CREDIT = new Asset(new AssetId("ws402:internal/credit:unit"), "CREDIT", 6);

    private final ManualClock clock = new ManualClock();
    private final ManualAlarm alarm = new ManualAlarm(clock);
    private final RecordingPayer payer = new RecordingPayer();
    private final RecordingOwner owner = new RecordingOwner();
    private final List<String> hooks = new ArrayList<>();

    @Test
    void saysItStartedAndThenWhatIsUsedAtEveryInterval() {
        Session session = started(PricePlan.perSecond(units(100), 3600), 10_000);
        alarm.advanceMillis(3_100);
        assertInstanceOf(SessionStarted.class, payer.messages.getFirst());
        assertEquals(
                List.of(1000L, 2000L, 3000L),
                payer.updates().stream().map(SessionTest::seconds).toList());
        UsageUpdate last = payer.updates().getLast();
        assertEquals(units(10_000), last.consumedAmount().add(last.remainingBalance()));
        assertTrue(session.state().isOpen());
    }

    @Test
    void endsWhenTheBalanceIsUsedUpAndNotAtTheNextUpdate() {
        started(PricePlan.perSecond(units(100), 3600), 250);
        alarm.advanceMillis(2_499);
        assertEquals(List.of(), owner.ended);
        alarm.advanceMillis(50);
        assertEquals(List.of(EndReason.BALANCE_EXHAUSTED), owner.ended);
        assertEquals(units(250), owner.last().consumed());
    }

    @Test
    void endsAtTheMaximumDuration() {
        Session session = started(PricePlan.perSecond(units(1), 60), 1_000);
        for (int second = 0; second < 61; second++) {
            alarm.advanceMillis(1_000);
            payer.signOfLife();
            session.renewed(clock.getAsLong(), ZERO);
        }
        assertEquals(List.of(EndReason.MAX_DURATION_REACHED), owner.ended);
        assertEquals(units(60), owner.last().consumed());
    }

    @Test
    void endsOnceWhateverRaces() {
        Session session = started(PricePlan.perSecond(units(100), 3600), 250);
        assertTrue(session.end(EndReason.CLIENT_ENDED));
        assertFalse(session.end(EndReason.CLIENT_CLOSED));
        alarm.advanceMillis(10_000);
        assertEquals(List.of(EndReason.CLIENT_ENDED), owner.ended);
        assertEquals(List.of("ended"), hooks);
    }

    @Test
    void trafficUsesUpTheBalanceInTheMiddleOfASecond() {
        Session session = started(new PricePlan(units(10), ZERO, units(30), 3600), 100);
        alarm.advanceMillis(1_000);
        for (int message = 0; message < 4; message++) {
            if (session.passes(1, true)) {
                session.passed();
            }
        }
        assertEquals(List.of(EndReason.BALANCE_EXHAUSTED), owner.ended);
        assertEquals(3, owner.last().reading().messages());
    }

    @Test
    void trafficMovesTheEndOfTimeNearer() {
        Session session = started(new PricePlan(units(10), ZERO, units(30), 3600), 70);
        session.passes(1, true);
        session.passed();
        alarm.advanceMillis(3_999);
        assertEquals(List.of(), owner.ended);
        alarm.advanceMillis(50);
        assertEquals(List.of(EndReason.BALANCE_EXHAUSTED), owner.ended);
    }

    @Test
    void doesNotMeterNorLetPassWhilePaused() {
        Session session = started(PricePlan.perSecond(units(100), 3600), 10_000);
        alarm.advanceMillis(1_500);
        session.pause();
        assertFalse(session.passes(10, true));
        alarm.advanceMillis(4_000);
        session.unpause();
        alarm.advanceMillis(500);
        assertEquals(new Reading(2_000, 0, 0), session.usage().reading());
        assertEquals(List.of("paused", "continued"), hooks);
        assertTrue(session.passes(10, true));
    }

    @Test
    void reportsAPauseAndTellsItsOwnerOfEveryChange() {
        Session session = started(PricePlan.perSecond(units(100), 3600), 10_000);
        assertFalse(session.checkpoint().paused());
        session.pause();
        session.pause();
        assertTrue(session.checkpoint().paused());
        session.unpause();
        assertFalse(session.checkpoint().paused());
        session.pause();
        session.end(EndReason.CLIENT_ENDED);
        assertFalse(owner.last().paused());
        assertEquals(
                List.of(
                        new SessionState.Paused(),
                        new SessionState.Active(),
                        new SessionState.Paused(),
                        new SessionState.Closing(EndReason.CLIENT_ENDED)),
                owner.states);
    }

    @Test
    void endsWhenPausedForLongerInAllThanIsAllowed() {
        Session session = started(PricePlan.perSecond(units(100), 3600), 10_000);
        for (int pause = 0; pause < 3; pause++) {
            session.pause();
            session.pause();
            alarm.advanceMillis(4_000);
            payer.signOfLife();
            session.unpause();
            alarm.advanceMillis(10);
        }
        assertEquals(List.of(EndReason.PAUSE_LIMIT_REACHED), owner.ended);
        assertEquals(20, owner.last().reading().elapsedMs());
    }

    @Test
    void chargesAPayerWhoFellSilentUpToTheLastSignOfLife() {
        Session session = started(PricePlan.perSecond(units(100), 3600), 10_000);
        alarm.advanceMillis(1_000);
        session.signOfLife();
        alarm.advanceMillis(2_500);
        MeterReport checkpoint = session.checkpoint();
        alarm.advanceMillis(10_000);
        assertEquals(List.of(EndReason.PEER_SILENT), owner.ended);
        assertEquals(units(100), owner.last().consumed());
        assertTrue(checkpoint.consumed().compareTo(owner.last().consumed()) <= 0);
        assertTrue(owner.last().sequence() > checkpoint.sequence());
        assertTrue(payer.pings > 0);
    }

    @Test
    void doesNotHoldSilenceAgainstAPayerWhoIsNotRead() {
        Session session = started(PricePlan.perSecond(units(1), 3600), 10_000);
        payer.listening = false;
        alarm.advanceMillis(20_000);
        assertTrue(session.state().isOpen());
        session.renewed(clock.getAsLong(), ZERO);
        payer.listening = true;
        alarm.advanceMillis(2_000);
        assertTrue(session.state().isOpen());
        alarm.advanceMillis(10_000);
        assertEquals(List.of(EndReason.PEER_SILENT), owner.ended);
    }

    @Test
    void endsForAConnectionThatDoesNotMove() {
        started(PricePlan.perSecond(units(1), 3600), 10_000);
        payer.congested = true;
        alarm.advanceMillis(1_500);
        assertEquals(List.of(), payer.updates());
        payer.stalled = EndReason.SLOW_READER;
        alarm.advanceMillis(1_500);
        assertEquals(List.of(EndReason.SLOW_READER), owner.ended);
    }

    @Test
    void isServedWithoutARenewalForTheOutageGraceAndNotLonger() {
        Session session = started(PricePlan.perSecond(units(1), 3600), 10_000);
        keptAlive(20);
        long asked = clock.getAsLong();
        keptAlive(1);
        // The lease counts from when the gateway was asked, not from when it answered.
        session.renewed(asked, units(20));
        keptAlive(28);
        alarm.advanceMillis(999);
        assertTrue(session.state().isOpen());
        alarm.advanceMillis(51);
        assertEquals(List.of(EndReason.GATEWAY_OUTAGE), owner.ended);
        assertEquals(units(20), session.recorded());
    }

    @Test
    void aPausedSessionNeedsItsLeaseToo() {
        Session session = started(PricePlan.perSecond(units(1), 3600), 10_000);
        keptAlive(25);
        session.pause();
        keptAlive(5);
        alarm.advanceMillis(50);
        assertEquals(List.of(EndReason.GATEWAY_OUTAGE), owner.ended);
    }

    private void keptAlive(int seconds) {
        for (int second = 0; second < seconds; second++) {
            alarm.advanceMillis(1_000);
            payer.signOfLife();
        }
    }

    @Test
    void saysOncePerThresholdThatTheBalanceIsLow() {
        started(PricePlan.perSecond(units(100), 3600), 1_000);
        for (int second = 0; second < 9; second++) {
            alarm.advanceMillis(1_000);
            payer.signOfLife();
        }
        assertEquals(
                List.of(4L, 2L),
                payer.messages.stream()
                        .filter(BalanceLow.class::isInstance)
                        .map(message -> ((BalanceLow) message).secondsLeft())
                        .toList());
    }

    @Test
    void announcesThresholdsAgainThatATopUpHasLiftedTheBalanceAbove() {
        Session session = started(PricePlan.perSecond(units(100), 3600), 1_000);
        for (int second = 0; second < 14; second++) {
            alarm.advanceMillis(1_000);
            payer.signOfLife();
            if (second == 7) {
                assertTrue(session.toppedUp(units(1_500)));
                assertFalse(session.toppedUp(units(1_500)));
            }
        }
        assertEquals(
                List.of(4L, 2L, 4L, 2L),
                payer.messages.stream()
                        .filter(BalanceLow.class::isInstance)
                        .map(message -> ((BalanceLow) message).secondsLeft())
                        .toList());
        alarm.advanceMillis(1_050);
        assertEquals(List.of(EndReason.BALANCE_EXHAUSTED), owner.ended);
        assertFalse(session.toppedUp(units(9_000)));
    }

    @Test
    void goesOnFromTheReadingOfAnEarlierServer() {
        Session session = new Session(
                grant(PricePlan.perSecond(units(100), 3600), 1_000, new Reading(7_000, 5, 1)),
                new Meter(PricePlan.perSecond(units(100), 3600), units(1_000), new Reading(7_000, 5, 1), clock),
                payer,
                new RecordingHooks(),
                owner,
                Duration.ofSeconds(1));
        session.start(clock.getAsLong(), true);
        SessionStarted started = assertInstanceOf(SessionStarted.class, payer.messages.getFirst());
        assertEquals(
                units(700),
                started.progress() == null ? ZERO : started.progress().consumed());
        alarm.advanceMillis(3_050);
        assertEquals(List.of(EndReason.BALANCE_EXHAUSTED), owner.ended);
        assertEquals(43, owner.last().sequence());
    }

    private static long seconds(UsageUpdate update) {
        return update.reading().elapsedMs() / 1000 * 1000;
    }

    private Session started(PricePlan plan, long balance) {
        Session session = new Session(
                grant(plan, balance, Reading.ZERO),
                new Meter(plan, units(balance), Reading.ZERO, clock),
                payer,
                new RecordingHooks(),
                owner,
                Duration.ofSeconds(1));
        payer.session = session;
        session.start(clock.getAsLong(), false);
        return session;
    }

    private static SessionGrant grant(PricePlan plan, long balance, Reading reading) {
        return new SessionGrant(
                "pay_1",
                "ses_1",
                "stream",
                "payer",
                new Money(CREDIT, units(balance)),
                Money.zero(CREDIT),
                plan,
                reading,
                42,
                1,
                "resume",
                "access",
                900_000);
    }

    private static BigInteger units(long units) {
        return BigInteger.valueOf(units);
    }

    private final class RecordingOwner implements SessionOwner {
        final List<SessionState> states = new ArrayList<>();

        @Override
        public void changed(Session session) {
            states.add(session.state());
        }

        final Ticker ticker = new Ticker(clock, alarm);
        final List<EndReason> ended = new ArrayList<>();
        final List<MeterReport> reports = new ArrayList<>();

        MeterReport last() {
            return reports.getLast();
        }

        @Override
        public Ticker ticker() {
            return ticker;
        }

        @Override
        public SessionRules rules() {
            return new SessionRules(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    List.of(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(3)),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(15));
        }

        @Override
        public void close(Session session, EndReason reason, MeterReport last) {
            ended.add(reason);
            reports.add(last);
        }

        @Override
        public void forget(Session session) {}
    }

    private final class RecordingHooks implements SessionHooks {
        @Override
        public void paused() {
            hooks.add("paused");
        }

        @Override
        public void continued() {
            hooks.add("continued");
        }

        @Override
        public void ended(EndReason reason) {
            hooks.add("ended");
        }

        @Override
        public void finished() {
            hooks.add("finished");
        }
    }

    /** Answers a ping only when the test says so. */
    private static final class RecordingPayer implements PayerLink {
        final List<ServerMessage> messages = new ArrayList<>();

        @Nullable Session session;

        int pings;
        boolean congested;
        boolean listening = true;

        @Nullable EndReason stalled;

        List<UsageUpdate> updates() {
            return messages.stream()
                    .filter(UsageUpdate.class::isInstance)
                    .map(UsageUpdate.class::cast)
                    .toList();
        }

        void signOfLife() {
            if (session != null) {
                session.signOfLife();
            }
        }

        @Override
        public void send(ServerMessage message) {
            messages.add(message);
        }

        @Override
        public void ping() {
            pings++;
        }

        @Override
        public boolean congested() {
            return congested;
        }

        @Override
        public boolean listening() {
            return listening;
        }

        @Override
        public @Nullable EndReason stalled() {
            return stalled;
        }

        @Override
        public void close(int code, String reason) {}
    }
}
