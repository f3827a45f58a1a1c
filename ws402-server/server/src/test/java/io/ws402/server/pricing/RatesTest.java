package io.ws402.server.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.payment.PricePlan;
import io.ws402.server.pricing.Rates.Rate;
import io.ws402.server.pricing.Rates.Reference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class RatesTest {
    private static final Rate USDC = rate("USDC", 6, "1");
    private static final Rate ETH = rate("ETH", 18, "3000");

    private static Rate rate(String asset, int decimals, String worth) {
        return new Rate(asset, decimals, new BigDecimal(worth));
    }

    private static Reference price(String perSecond, String perMegabyte, String perMessage) {
        return new Reference(USDC, new BigDecimal(perSecond), new BigDecimal(perMegabyte), new BigDecimal(perMessage));
    }

    @Test
    void reckonsAPriceInAnotherAssetExactlyAndRoundsItDown() {
        Tariff.Price inEth = price("0.01", "0.5", "0.000001").in(ETH, 60);
        assertEquals(
                new PricePlan(
                        new BigInteger("3333333333333"),
                        new BigInteger("166666666666666"),
                        new BigInteger("333333333"),
                        60),
                inEth.plan());
        assertEquals("ETH", inEth.asset());
        assertEquals(18, inEth.decimals());
        assertEquals(
                PricePlan.perSecond(BigInteger.valueOf(10_000), 60),
                price("0.01", "0", "0").in(USDC, 60).plan());
    }

    @Test
    void reckonsFromAndToAssetsThatAreWorthFractions() {
        Rate credit = rate("CREDIT", 0, "0.00001");
        assertEquals(
                BigInteger.valueOf(1000),
                price("0.01", "0", "0").in(credit, 60).plan().pricePerSecond());
        Reference inCredits = new Reference(credit, new BigDecimal("150"), BigDecimal.ZERO, BigDecimal.ZERO);
        assertEquals(BigInteger.valueOf(1500), inCredits.in(USDC, 60).plan().pricePerSecond());
    }

    @Test
    void refusesAPriceThatRoundsToNothing() {
        Rate gold = rate("GOLD", 2, "2000");
        String said = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> price("0.01", "0", "0").in(gold, 60))
                .getMessage());
        assertTrue(said.contains("a second") && said.contains("GOLD"), said);
        assertThrows(
                IllegalArgumentException.class, () -> price("50", "0", "0.01").in(gold, 60));
        assertEquals(BigInteger.TWO, price("50", "0", "0").in(gold, 60).plan().pricePerSecond());
    }

    @Test
    void tellsWhatRoundingMakesMoreThanAHundredthLess() {
        Rate tenth = rate("DIME", 1, "1");
        assertEquals(List.of("a second"), price("0.19", "10.1", "0.2").roundedMuchIn(tenth));
        assertEquals(List.of(), price("10.1", "10.2", "0").roundedMuchIn(tenth));
        Rate cent = rate("CENT", 2, "1");
        assertEquals(List.of(), price("1.0099", "1.01", "0.99").roundedMuchIn(cent));
        assertEquals(List.of("a second"), price("0.9899", "1", "1").roundedMuchIn(cent));
    }

    @RepeatedTest(100)
    void neverAsksForMoreThanThePriceNorForAWholeUnitLess(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Rate other = new Rate("X", random.nextInt(19), decimal(random));
        Rate in = new Rate("Y", random.nextInt(19), decimal(random));
        BigDecimal price = decimal(random);
        BigDecimal units = new BigDecimal(other.unitsOf(price, in));
        BigDecimal asked = units.multiply(other.worth());
        BigDecimal exact = price.multiply(in.worth()).scaleByPowerOfTen(other.decimals());
        assertTrue(asked.compareTo(exact) <= 0);
        assertTrue(exact.subtract(asked).compareTo(other.worth()) < 0);
    }

    private static BigDecimal decimal(Random random) {
        return new BigDecimal(new BigInteger(1 + random.nextInt(60), random).add(BigInteger.ONE), random.nextInt(12));
    }
}
