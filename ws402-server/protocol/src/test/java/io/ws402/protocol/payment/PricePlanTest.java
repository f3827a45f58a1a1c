package io.ws402.protocol.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.json.Amounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PricePlanTest {
    private final Random random = new Random(402);

    @Test
    void chargesForPartsOfASecond() {
        PricePlan plan = PricePlan.perSecond(BigInteger.valueOf(100), 3600);

        assertEquals(BigInteger.valueOf(290), plan.cost(new Reading(2900, 1_000_000, 50)));
        assertEquals(BigInteger.ZERO, plan.cost(new Reading(9, 0, 0)));
        assertEquals(BigInteger.valueOf(30_000), plan.priceOf(300));
    }

    @Test
    void costsNoMoreThanAnAmountHolds() {
        BigInteger most = BigInteger.TEN.pow(Amounts.MAX_DIGITS).subtract(BigInteger.ONE);
        assertEquals(most, PricePlan.perSecond(most, 1).priceOf(1));
        assertThrows(IllegalArgumentException.class, () -> PricePlan.perSecond(most, 2));
    }

    @Test
    void roundsEachPartOnceAndInThePayersFavour() {
        for (int i = 0; i < 20_000; i++) {
            PricePlan plan = plan();
            Reading reading = reading();
            BigDecimal exact = new BigDecimal(plan.pricePerSecond())
                    .multiply(BigDecimal.valueOf(reading.elapsedMs()))
                    .movePointLeft(3)
                    .add(new BigDecimal(plan.pricePerMegabyte())
                            .multiply(BigDecimal.valueOf(reading.bytes()))
                            .divide(BigDecimal.valueOf(1 << 20)))
                    .add(new BigDecimal(plan.pricePerMessage()).multiply(BigDecimal.valueOf(reading.messages())));
            BigDecimal saved = exact.subtract(new BigDecimal(plan.cost(reading)));

            assertTrue(saved.signum() >= 0 && saved.compareTo(BigDecimal.TWO) < 0, () -> plan + " " + reading);
        }
    }

    @Test
    void neverCostsLessForMore() {
        for (int i = 0; i < 20_000; i++) {
            PricePlan plan = plan();
            Reading less = reading();
            Reading more = new Reading(
                    less.elapsedMs() + random.nextInt(5000),
                    less.bytes() + random.nextInt(5000),
                    less.messages() + random.nextInt(5));

            assertTrue(plan.cost(more).compareTo(plan.cost(less)) >= 0);
        }
    }

    @Test
    void costsNoMoreInPiecesThanWhole() {
        for (int i = 0; i < 20_000; i++) {
            PricePlan plan = plan();
            Reading first = reading();
            Reading second = reading();
            Reading whole = new Reading(
                    first.elapsedMs() + second.elapsedMs(),
                    first.bytes() + second.bytes(),
                    first.messages() + second.messages());

            assertTrue(plan.cost(first).add(plan.cost(second)).compareTo(plan.cost(whole)) <= 0);
        }
    }

    @Test
    void refusesNegativePricesAndNoTime() {
        BigInteger minus = BigInteger.ONE.negate();
        assertThrows(IllegalArgumentException.class, () -> PricePlan.perSecond(minus, 1));
        assertThrows(IllegalArgumentException.class, () -> PricePlan.perSecond(BigInteger.ONE, 0));
        assertThrows(IllegalArgumentException.class, () -> new Reading(-1, 0, 0));
    }

    private PricePlan plan() {
        return new PricePlan(price(), price(), price(), 3600);
    }

    private BigInteger price() {
        return new BigInteger(random.nextInt(120), random);
    }

    private Reading reading() {
        return new Reading(
                random.nextLong() >>> (2 + random.nextInt(62)),
                random.nextLong() >>> (2 + random.nextInt(62)),
                random.nextLong() >>> (2 + random.nextInt(62)));
    }
}
