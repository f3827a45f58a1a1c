package io.ws402.demo.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a budget reaches. */
final class SpendingTest {
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

    private Spending spending(@Nullable Long total, @Nullable Long perMinute) {
        return new Spending(
                new Budget(
                        total == null ? null : BigInteger.valueOf(total),
                        perMinute == null ? null : BigInteger.valueOf(perMinute),
                        List.of()),
                () -> nanos);
    }

    private void pass(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    private static BigInteger units(long units) {
        return BigInteger.valueOf(units);
    }

    private static Duration waits(Spending spending, long units) {
        return spending.excess(units(units)).orElseThrow().passesAfter();
    }

    @Test
    void reachesUpToItsTotalAndNoUnitFurther() {
        Spending spending = spending(100L, null);
        spending.take(units(60));
        assertTrue(spending.excess(units(40)).isEmpty());
        assertEquals(Duration.ZERO, waits(spending, 41), "time does not change it");
        pass(3600);
        assertEquals(Duration.ZERO, waits(spending, 41));
    }

    @Test
    void letsAMinutePassBeforeWhatWasSpentMayBeSpentAgain() {
        Spending spending = spending(null, 100L);
        spending.take(units(60));
        pass(20);
        spending.take(units(40));
        assertEquals(Duration.ofSeconds(40), waits(spending, 60));
        assertEquals(Duration.ofSeconds(60), waits(spending, 61), "both payments must be past");
        pass(40);
        assertTrue(spending.excess(units(60)).isEmpty());
        assertEquals(Duration.ofSeconds(20), waits(spending, 61));
    }

    @Test
    void neverAllowsMoreThanAMinutesWorthAtOnce() {
        assertEquals(Duration.ZERO, waits(spending(null, 100L), 101));
    }

    @Test
    void hasNoEndWhereNoneIsSet() {
        Spending spending = spending(null, null);
        spending.take(units(Long.MAX_VALUE));
        assertTrue(spending.excess(units(Long.MAX_VALUE)).isEmpty());
    }

    @Test
    void readsPricesOfAnAsset() {
        Budget.Allowance allowance = Budget.Allowance.parse("eip155:8453/erc20:0xab:100,20,3");
        assertEquals("eip155:8453/erc20:0xab", allowance.asset());
        assertEquals(units(100), allowance.pricePerSecond());
        assertEquals(units(20), allowance.pricePerMegabyte());
        assertEquals(units(3), allowance.pricePerMessage());
        assertEquals(BigInteger.ZERO, Budget.Allowance.parse("ETH:1").pricePerMegabyte());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ETH", "ETH:", ":1", "ETH:-1", "ETH:1.5", "ETH:1,", "ETH:1,2,3,4", "ETH:x"})
    void refusesWhatIsNoPrice(String text) {
        assertThrows(IllegalArgumentException.class, () -> Budget.Allowance.parse(text));
    }
}
