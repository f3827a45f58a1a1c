package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.payment.PaymentState.Event;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PaymentStateTest {
    @Test
    void claimsFromQuotedExpiredAndPaidOnly() {
        assertArrayEquals(new String[] {"quoted", "expired", "paid"}, PaymentState.before(Event.CLAIM));
        assertArrayEquals(new String[] {"paid", "held"}, PaymentState.before(Event.SETTLE));
        assertArrayEquals(new String[] {"paid", "held"}, PaymentState.before(Event.REVERSE));
        assertArrayEquals(new String[] {"quoted"}, PaymentState.before(Event.EXPIRE));
    }

    @Test
    void isNeverClaimedOrSettledTwiceWhateverHappens() {
        List<Event> events = List.of(Event.values());
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            PaymentState state = new PaymentState.Quoted();
            Set<Event> happened = EnumSet.noneOf(Event.class);
            for (int step = 0; step < 20; step++) {
                Event event = events.get(random.nextInt(events.size()));
                Optional<PaymentState> next = state.on(event);
                if (next.isPresent()) {
                    assertTrue(happened.add(event), "twice " + event + " with seed " + seed);
                    state = next.get();
                }
            }
            boolean ended = happened.contains(Event.SETTLE) || happened.contains(Event.REVERSE);
            boolean moneyCame = happened.contains(Event.ARRIVE) || happened.contains(Event.CLAIM);
            assertTrue(!ended || moneyCame, "ended without money with seed " + seed);
            assertTrue(!happened.containsAll(Set.of(Event.SETTLE, Event.REVERSE)), "both ends with seed " + seed);
        }
    }

    @Test
    void readsBackEveryStateItStores() {
        PaymentState.all().forEach(state -> assertEquals(state, PaymentState.of(state.sqlName())));
        assertThrows(IllegalArgumentException.class, () -> PaymentState.of("lost"));
    }
}
