package io.ws402.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.session.LeaseOutcome.Moved;
import io.ws402.gateway.session.LeaseOutcome.Refused;
import io.ws402.gateway.session.LeaseState.Abandoned;
import io.ws402.gateway.session.LeaseState.Ended;
import io.ws402.gateway.session.LeaseState.Lapsed;
import io.ws402.gateway.session.LeaseState.Leased;
import io.ws402.gateway.session.LeaseState.Live;
import io.ws402.gateway.session.LeaseState.Reversed;
import io.ws402.gateway.session.LeaseState.WithoutLease;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class LeaseStateTest {
    private static final long LEASE_MS = 6000;
    private static final Holder ONE = new Holder("key_1", "server-1");
    private static final Holder OTHER = new Holder("key_1", "server-2");
    private static final List<Leased> ALL_LEASED =
            List.of(new Live(ONE, 3, 100), new Lapsed(ONE, 3), new Abandoned(ONE, 3));

    @Test
    void letsItsHolderRenewEvenAfterItRanOutUntilSomebodyElseHasIt() {
        for (Leased state : ALL_LEASED) {
            assertEquals(new Moved(new Live(ONE, 3, LEASE_MS)), on(state, new LeaseEvent.Checkpoint(ONE, 3)));
            assertEquals(new Moved(new Lapsed(ONE, 3)), on(state, new LeaseEvent.Release(ONE, 3)));
            assertEquals(new Refused("lease_lost"), on(state, new LeaseEvent.Checkpoint(OTHER, 3)));
            assertEquals(new Refused("lease_lost"), on(state, new LeaseEvent.Checkpoint(ONE, 2)));
            assertEquals(new Refused("lease_lost"), on(state, new LeaseEvent.Release(ONE, 2)));
        }
    }

    @Test
    void isTakenUpOnlyWhenItRanOutAndByItsOwnToken() {
        assertEquals(new Moved(new Live(OTHER, 4, LEASE_MS)), on(new Lapsed(ONE, 3), new LeaseEvent.Resume(OTHER, 3)));
        assertEquals(new Refused("lease_held"), on(new Live(ONE, 3, 1), new LeaseEvent.Resume(OTHER, 3)));
        assertEquals(new Refused("session_over"), on(new Abandoned(ONE, 3), new LeaseEvent.Resume(OTHER, 3)));
        for (Leased state : ALL_LEASED) {
            assertEquals(new Refused("token_used"), on(state, new LeaseEvent.Resume(OTHER, 2)));
            assertEquals(new Refused("token_invalid"), on(state, new LeaseEvent.Resume(OTHER, 4)));
        }
    }

    @Test
    void isReapedOnlyWhenItsTimeIsOver() {
        assertEquals(new Moved(new Ended()), on(new Abandoned(ONE, 3), new LeaseEvent.Reap()));
        assertEquals(new Moved(new Ended()), on(new WithoutLease("key_1", true), new LeaseEvent.Reap()));
        assertEquals(new Refused("lease_held"), on(new Live(ONE, 3, 1), new LeaseEvent.Reap()));
        assertEquals(new Refused("lease_held"), on(new Lapsed(ONE, 3), new LeaseEvent.Reap()));
        assertEquals(new Refused("lease_held"), on(new WithoutLease("key_1", false), new LeaseEvent.Reap()));
    }

    @Test
    void isSettledByItsKeyAndEpochAlone() {
        for (Leased state : ALL_LEASED) {
            assertEquals(new Moved(new Ended()), on(state, new LeaseEvent.Settle("key_1", 3)));
            assertEquals(new Refused("lease_lost"), on(state, new LeaseEvent.Settle("key_2", 3)));
            assertEquals(new Refused("lease_lost"), on(state, new LeaseEvent.Settle("key_1", 2)));
            assertEquals(new Refused("not_held"), on(state, new LeaseEvent.Refund("key_1")));
        }
    }

    @Test
    void withoutALeaseOnlyItsKeysRefundEndsIt() {
        WithoutLease hold = new WithoutLease("key_1", false);
        assertEquals(new Moved(new Ended()), on(hold, new LeaseEvent.Refund("key_1")));
        assertEquals(new Refused("unknown_payment"), on(hold, new LeaseEvent.Refund("key_2")));
        assertEquals(new Refused("lease_lost"), on(hold, new LeaseEvent.Checkpoint(ONE, 1)));
        assertEquals(new Refused("lease_lost"), on(hold, new LeaseEvent.Settle("key_1", 1)));
        assertEquals(new Refused("token_invalid"), on(hold, new LeaseEvent.Resume(ONE, 1)));
    }

    @Test
    void saysWhyNothingHappensOnceItIsOver() {
        assertEquals(new Refused("session_over"), on(new Ended(), new LeaseEvent.Checkpoint(ONE, 1)));
        assertEquals(new Refused("payment_reversed"), on(new Reversed(), new LeaseEvent.Checkpoint(ONE, 1)));
        assertEquals(new Refused("already_settled"), on(new Ended(), new LeaseEvent.Refund("key_1")));
        assertEquals(new Refused("not_held"), on(new Reversed(), new LeaseEvent.Settle("key_1", 1)));
    }

    /** Whatever is done in whatever order: fences never fall, one holder per fence, and what is over stays over. */
    @RepeatedTest(200)
    void keepsItsFencesThroughAnyHistory(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        LeaseState state = new Live(ONE, 1, LEASE_MS);
        for (int i = 0; i < 40; i++) {
            LeaseState before = state;
            state = random.nextInt(4) == 0 ? aged(before) : after(before, event(random));
            if (before instanceof Leased was && state instanceof Leased is) {
                assertTrue(is.epoch() >= was.epoch());
                assertTrue(is.epoch() > was.epoch() || is.holder().equals(was.holder()));
            } else if (!(before instanceof Leased)) {
                assertEquals(before, state);
            }
        }
    }

    private static LeaseState aged(LeaseState state) {
        return switch (state) {
            case Live(Holder holder, long epoch, long remaining) -> new Lapsed(holder, epoch);
            case Lapsed(Holder holder, long epoch) -> new Abandoned(holder, epoch);
            default -> state;
        };
    }

    private static LeaseState after(LeaseState state, LeaseEvent event) {
        return on(state, event) instanceof Moved(LeaseState to) ? to : state;
    }

    private static LeaseEvent event(Random random) {
        Holder by = random.nextBoolean() ? ONE : OTHER;
        long epoch = random.nextLong(1, 7);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> new LeaseEvent.Checkpoint(by, epoch);
            case 4, 5 -> new LeaseEvent.Release(by, epoch);
            case 6, 7, 8, 9 -> new LeaseEvent.Resume(by, epoch);
            case 10 -> new LeaseEvent.Settle(by.apiKeyId(), epoch);
            default -> new LeaseEvent.Reap();
        };
    }

    private static LeaseOutcome on(LeaseState state, LeaseEvent event) {
        return state.on(event, LEASE_MS);
    }
}
