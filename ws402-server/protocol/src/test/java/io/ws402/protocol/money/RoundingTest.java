package io.ws402.protocol.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundingTest {
    private static final BigInteger EXACT_MOST = BigInteger.ONE.shiftLeft(53);

    private final Random random = new Random(402);

    @Test
    void roundsUpToTheNextFigureThatJavaScriptReadsExactly() {
        for (int i = 0; i < 50_000; i++) {
            BigInteger amount = amount(300);
            BigInteger rounded = Rounding.upToDouble(amount);

            assertEquals(rounded, new BigDecimal(rounded.doubleValue()).toBigIntegerExact());
            assertTrue(rounded.compareTo(amount) >= 0);
            assertTrue(rounded.subtract(amount).compareTo(Rounding.doubleStep(amount)) < 0);
            assertEquals(rounded, Rounding.upToDouble(rounded));
        }
    }

    @Test
    void findsNoSmallerFigureThatJavaScriptReadsExactly() {
        for (int i = 0; i < 50_000; i++) {
            BigInteger amount = amount(80);
            BigInteger below = Rounding.upToDouble(amount).subtract(BigInteger.ONE);
            boolean betweenExact = below.compareTo(amount) >= 0
                    && new BigDecimal(below.doubleValue()).toBigIntegerExact().equals(below);

            assertTrue(!betweenExact, () -> amount + " could stay below");
        }
    }

    @Test
    void findsTheFigureThatJavaScriptMeansByTheDigitsItWrites() {
        // What JSON.stringify makes of the doubles 30000000000000008 and 31000000000000036.
        assertEquals(30_000_000_000_000_008L, nearest("30000000000000010"));
        assertEquals(31_000_000_000_000_036L, nearest("31000000000000036"));
        for (int i = 0; i < 50_000; i++) {
            BigInteger amount = amount(250);
            assertEquals(new BigDecimal(amount.doubleValue()).toBigIntegerExact(), Rounding.nearestDouble(amount));
        }
    }

    private static long nearest(String digits) {
        return Rounding.nearestDouble(new BigInteger(digits)).longValueExact();
    }

    @Test
    void leavesFiguresUpTo53BitsAlone() {
        assertEquals(EXACT_MOST, Rounding.upToDouble(EXACT_MOST));
        assertEquals(EXACT_MOST.add(BigInteger.TWO), Rounding.upToDouble(EXACT_MOST.add(BigInteger.ONE)));
        assertEquals(BigInteger.ZERO, Rounding.upToDouble(BigInteger.ZERO));
        assertEquals(BigInteger.ONE, Rounding.doubleStep(EXACT_MOST.subtract(BigInteger.ONE)));
    }

    @Test
    void floorsInThePayersFavour() {
        for (int i = 0; i < 20_000; i++) {
            BigInteger amount = amount(200);
            BigInteger numerator = amount(64);
            BigInteger denominator = amount(40).add(BigInteger.ONE);

            BigDecimal exact = new BigDecimal(amount.multiply(numerator))
                    .divide(new BigDecimal(denominator), 0, RoundingMode.FLOOR);
            assertEquals(exact.toBigIntegerExact(), Rounding.floor(amount, numerator, denominator));
        }
    }

    private BigInteger amount(int bitsMost) {
        return new BigInteger(random.nextInt(bitsMost + 1), random);
    }
}
