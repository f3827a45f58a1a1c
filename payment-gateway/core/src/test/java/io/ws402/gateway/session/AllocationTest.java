package io.ws402.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.session.Allocation.Share;
import io.ws402.gateway.session.Allocation.Source;
import io.ws402.gateway.session.Allocation.Taking;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class AllocationTest {
    private static final AssetId COIN = new AssetId("fake:1/slip44:60");
    private static final AssetId TOKEN = new AssetId("fake:1/erc20:0xabc");
    private static final AssetId CREDIT = new AssetId("fake:1/slip44:402");

    @Test
    void takesTheFirstDepositFirstAndRefundsWhatIsLeftOfEach() {
        List<Source> deposits = List.of(prepaid("a", 100), prepaid("b", 50), prepaid("c", 30));
        Allocation allocation = Allocation.of(deposits, units(120), 250);
        assertEquals(List.of(units(100), units(20), units(0)), captured(allocation));
        assertEquals(List.of(units(0), units(30), units(30)), refunded(allocation));
        assertEquals(units(120), allocation.consumed());
        assertEquals(List.of(new Taking(COIN, units(120), units(3))), allocation.takings());
    }

    @Test
    void takesOfADepositInAnotherAssetItsShareInItsOwnUnits() {
        List<Source> deposits =
                List.of(prepaid("a", 100), foreign("b", TOKEN, 3_000, 60), foreign("c", CREDIT, 7, 1_000));
        Allocation allocation = Allocation.of(deposits, units(190), 1_000);
        assertEquals(
                List.of(units(100), units(60), units(30)),
                allocation.shares().stream().map(Share::used).toList());
        assertEquals(List.of(units(100), units(3_000), units(0)), captured(allocation));
        assertEquals(List.of(units(0), units(0), units(7)), refunded(allocation));
        assertEquals(
                List.of(
                        new Taking(COIN, units(100), units(10)),
                        new Taking(TOKEN, units(3_000), units(300)),
                        new Taking(CREDIT, units(0), units(0))),
                allocation.takings());
        assertEquals(units(10), allocation.feeIn(COIN));
    }

    @Test
    void roundsWhatItTakesInThePayersFavourAndTakesAUsedUpDepositWhole() {
        List<Source> deposits = List.of(foreign("a", TOKEN, 10, 3));
        assertEquals(List.of(units(3)), captured(Allocation.of(deposits, units(1), 0)));
        assertEquals(List.of(units(6)), captured(Allocation.of(deposits, units(2), 0)));
        assertEquals(List.of(units(10)), captured(Allocation.of(deposits, units(3), 0)));
        assertEquals(List.of(units(10)), captured(Allocation.of(deposits, units(4), 0)));
    }

    @Test
    void takesTheFeeOfEachAssetOfAllItsDepositsTogether() {
        List<Source> deposits =
                List.of(foreign("a", TOKEN, 15, 15), prepaid("b", 15), foreign("c", TOKEN, 15, 15), prepaid("d", 15));
        Allocation allocation = Allocation.of(deposits, units(60), 1_000);
        assertEquals(
                List.of(new Taking(TOKEN, units(30), units(3)), new Taking(COIN, units(30), units(3))),
                allocation.takings());
    }

    @Test
    void refundsNothingOfWhatWasOnlyAuthorised() {
        List<Source> deposits =
                List.of(prepaid("a", 10), new Source("b", MoneyKind.AUTHORISED, COIN, units(100), units(100)));
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
    void neitherMakesNorLosesAUnitOfAnyAsset(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Source> deposits = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            deposits.add(anyDeposit("d" + i, random));
        }
        BigInteger total = sum(deposits.stream().map(Source::worth).toList());
        BigInteger consumed = new BigInteger(random.nextInt(258), random);
        int basisPoints = random.nextInt(10_001);

        Allocation allocation = Allocation.of(deposits, consumed, basisPoints);

        assertEquals(consumed.min(total), allocation.consumed());
        assertEquals(
                allocation.consumed(),
                sum(allocation.shares().stream().map(Share::used).toList()));
        for (AssetId asset : List.of(COIN, TOKEN, CREDIT)) {
            BigInteger captured = sum(allocation.shares().stream()
                    .filter(share -> share.source().asset().equals(asset))
                    .map(Share::captured)
                    .toList());
            BigInteger taken = sum(allocation.takings().stream()
                    .filter(taking -> taking.asset().equals(asset))
                    .map(taking -> taking.earned().add(taking.fee()))
                    .toList());
            assertEquals(captured, taken);
            assertTrue(allocation.feeIn(asset).compareTo(captured) <= 0);
        }
        boolean laterUntouched = false;
        for (Share share : allocation.shares()) {
            BigInteger amount = share.source().amount();
            boolean prepaid = share.source().kind() == MoneyKind.PREPAID;
            assertEquals(prepaid ? amount : share.captured(), share.captured().add(share.refunded()));
            assertTrue(share.captured().signum() >= 0 && share.captured().compareTo(amount) <= 0);
            assertNoMoreThanItsShare(share);
            assertTrue(!laterUntouched || share.used().signum() == 0, "a later deposit was used before this one");
            laterUntouched |= share.used().compareTo(share.source().worth()) < 0;
        }
        assertEquals(deposits, allocation.shares().stream().map(Share::source).toList());
    }

    /** {@code captured / amount} is {@code used / worth}, or less by less than a unit. */
    private static void assertNoMoreThanItsShare(Share share) {
        BigInteger exact = share.used().multiply(share.source().amount());
        BigInteger taken = share.captured().multiply(share.source().worth());
        assertTrue(taken.compareTo(exact) <= 0, share::toString);
        assertTrue(exact.subtract(taken).compareTo(share.source().worth()) < 0, share::toString);
        boolean usedUp = share.used().equals(share.source().worth());
        assertTrue(!usedUp || share.captured().equals(share.source().amount()), share::toString);
    }

    private static Source anyDeposit(String id, Random random) {
        MoneyKind kind = random.nextInt(3) == 0 ? MoneyKind.AUTHORISED : MoneyKind.PREPAID;
        BigInteger amount = new BigInteger(1 + random.nextInt(256), random).add(BigInteger.ONE);
        BigInteger worth = new BigInteger(1 + random.nextInt(256), random).add(BigInteger.ONE);
        return switch (random.nextInt(3)) {
            case 0 -> new Source(id, kind, COIN, amount, amount);
            case 1 -> new Source(id, kind, TOKEN, amount, worth);
            default -> new Source(id, kind, CREDIT, amount, worth);
        };
    }

    private static Source prepaid(String id, long amount) {
        return foreign(id, COIN, amount, amount);
    }

    private static Source foreign(String id, AssetId asset, long amount, long worth) {
        return new Source(id, MoneyKind.PREPAID, asset, units(amount), units(worth));
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
