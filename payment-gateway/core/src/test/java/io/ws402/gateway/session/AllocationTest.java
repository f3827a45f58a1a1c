package io.ws402.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.session.Allocation.Share;
import io.ws402.gateway.session.Allocation.Source;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class AllocationTest {
    @Test
    void takesTheFirstDepositFirstAndRefundsWhatIsLeftOfEach() {
        List<Source> deposits = List.of(prepaid("a", 100), prepaid("b", 50), prepaid("c", 30));
        Allocation allocation = Allocation.of(deposits, units(120), 250);
        assertEquals(List.of(units(100), units(20), units(0)), captured(allocation));
        assertEquals(List.of(units(0), units(30), units(30)), refunded(allocation));
        assertEquals(units(120), allocation.captured());
        assertEquals(units(3), allocation.fee());
    }

    @Test
    void refundsNothingOfWhatWasOnlyAuthorised() {
        List<Source> deposits = List.of(prepaid("a", 10), new Source("b", MoneyKind.AUTHORISED, units(100)));
        Allocation allocation = Allocation.of(deposits, units(25), 0);
        assertEquals(List.of(units(10), units(15)), captured(allocation));
        assertEquals(List.of(units(0), units(0)), refunded(allocation));
    }

    @Test
    void refusesWhatCanNotBe() {
        List<Source> deposits = List.of(prepaid("a", 10));
        assertThrows(IllegalArgumentException.class, () -> Allocation.of(deposits, units(-1), 0));
        assertThrows(IllegalArgumentException.class, () -> Allocation.of(deposits, units(1), 10_001));
        assertThrows(IllegalArgumentException.class, () -> Allocation.of(deposits, units(1), -1));
    }

    @RepeatedTest(300)
    void neitherMakesNorLosesAUnit(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Source> deposits = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            MoneyKind kind = random.nextInt(3) == 0 ? MoneyKind.AUTHORISED : MoneyKind.PREPAID;
            deposits.add(
                    new Source("d" + i, kind, new BigInteger(1 + random.nextInt(256), random).add(BigInteger.ONE)));
        }
        BigInteger total = deposits.stream().map(Source::amount).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger consumed = new BigInteger(random.nextInt(258), random);
        int basisPoints = random.nextInt(10_001);

        Allocation allocation = Allocation.of(deposits, consumed, basisPoints);

        assertEquals(consumed.min(total), allocation.captured());
        assertEquals(allocation.captured(), sum(captured(allocation)));
        assertTrue(allocation.fee().signum() >= 0 && allocation.fee().compareTo(allocation.captured()) <= 0);
        boolean laterUntouched = false;
        for (Share share : allocation.shares()) {
            BigInteger amount = share.source().amount();
            boolean prepaid = share.source().kind() == MoneyKind.PREPAID;
            assertEquals(prepaid ? amount : share.captured(), share.captured().add(share.refunded()));
            assertTrue(share.captured().signum() >= 0 && share.captured().compareTo(amount) <= 0);
            assertTrue(!laterUntouched || share.captured().signum() == 0, "a later deposit was used before this one");
            laterUntouched |= share.captured().compareTo(amount) < 0;
        }
        assertEquals(deposits, allocation.shares().stream().map(Share::source).toList());
    }

    private static Source prepaid(String id, long amount) {
        return new Source(id, MoneyKind.PREPAID, units(amount));
    }

    private static List<BigInteger> captured(Allocation allocation) {
        return allocation.shares().stream().map(Share::captured).toList();
    }

    private static List<BigInteger> refunded(Allocation allocation) {
        return allocation.shares().stream().map(Share::refunded).toList();
    }

    private static BigInteger sum(List<BigInteger> amounts) {
        return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger units(long value) {
        return BigInteger.valueOf(value);
    }
}
