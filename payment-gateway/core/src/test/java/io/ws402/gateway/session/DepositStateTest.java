package io.ws402.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ws402.gateway.session.DepositState.Event;
import io.ws402.gateway.session.DepositState.Held;
import io.ws402.gateway.session.DepositState.Reversed;
import io.ws402.gateway.session.DepositState.Settled;
import io.ws402.gateway.session.DepositState.Unclaimed;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DepositStateTest {
    private static final BigInteger AMOUNT = BigInteger.TEN;
    private static final BigInteger NONE = BigInteger.ZERO;

    @Test
    void canBeClaimedOnlyWhileNobodyHasClaimedIt() {
        assertEquals(Optional.of(new Held(AMOUNT)), new Unclaimed(AMOUNT).on(new Event.Claim()));
        for (DepositState state : List.of(new Held(AMOUNT), new Settled(AMOUNT, NONE), new Reversed())) {
            assertEquals(Optional.empty(), state.on(new Event.Claim()));
        }
    }

    @Test
    void isSettledOnceAndForNoMoreThanItHolds() {
        Held held = new Held(AMOUNT);
        assertEquals(Optional.of(new Settled(AMOUNT, AMOUNT)), held.on(new Event.Settle(AMOUNT)));
        assertEquals(Optional.of(new Settled(AMOUNT, NONE)), held.on(new Event.Settle(NONE)));
        assertEquals(Optional.empty(), held.on(new Event.Settle(AMOUNT.add(BigInteger.ONE))));
        assertEquals(Optional.empty(), held.on(new Event.Settle(BigInteger.ONE.negate())));
        assertEquals(Optional.empty(), new Settled(AMOUNT, NONE).on(new Event.Settle(NONE)));
        assertEquals(Optional.empty(), new Reversed().on(new Event.Settle(NONE)));
    }

    @Test
    void isGivenBackWholeWhenNobodyClaimedIt() {
        assertEquals(Optional.of(new Settled(AMOUNT, NONE)), new Unclaimed(AMOUNT).on(new Event.Settle(NONE)));
        assertEquals(Optional.empty(), new Unclaimed(AMOUNT).on(new Event.Settle(BigInteger.ONE)));
    }

    @Test
    void canBeUndoneByItsRailAtAnyTimeButOnce() {
        for (DepositState state : List.of(new Unclaimed(AMOUNT), new Held(AMOUNT), new Settled(AMOUNT, NONE))) {
            assertEquals(Optional.of(new Reversed()), state.on(new Event.Reverse()));
        }
        assertEquals(Optional.empty(), new Reversed().on(new Event.Reverse()));
    }

    @Test
    void isReadBackAsItIsStored() {
        for (DepositState state :
                List.of(new Unclaimed(AMOUNT), new Held(AMOUNT), new Settled(AMOUNT, NONE), new Reversed())) {
            assertEquals(state, DepositState.of(state.sqlName(), AMOUNT, NONE));
        }
        assertThrows(IllegalArgumentException.class, () -> DepositState.of("lost", AMOUNT, NONE));
    }
}
