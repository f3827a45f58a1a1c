package io.ws402.gateway.payment;

import io.ws402.protocol.money.Rounding;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Amounts to try for a quote that only its amount binds: the price, rounded up to what a double holds, plus a few steps.
 * Which steps is drawn at random, so that quotes made at the same moment do not reach for the same one. The window grows
 * with each attempt, since a price that was quoted often has its lower amounts taken.
 */
final class UniqueAmounts {
    /** How often a larger window is tried before the gateway says that it is overloaded: beyond a million steps. */
    static final int ATTEMPTS = 7;

    /** The largest figure that 0.1 clients read without an exponent. */
    static final BigInteger LARGEST = BigInteger.TEN.pow(21);

    private static final int FIRST_WINDOW = 16;
    private static final int GROWTH_BITS = 3;
    private static final int CANDIDATES = 32;

    private UniqueAmounts() {}

    /**
     * Up to 32 different amounts, all exact as doubles and at most 10^21; none when the price is beyond that already.
     *
     * @param attempt 0 and up
     */
    static List<BigInteger> candidates(BigInteger price, int attempt, RandomGenerator random) {
        BigInteger base = Rounding.upToDouble(price);
        BigInteger step = Rounding.doubleStep(base);
        int window = FIRST_WINDOW << (GROWTH_BITS * attempt);
        Set<BigInteger> amounts = new LinkedHashSet<>();
        for (int drawn = 0; drawn < CANDIDATES; drawn++) {
            BigInteger steps = BigInteger.valueOf(random.nextInt(window));
            // Where the steps carry over a power of two only every second one is exact: hence rounded once more.
            BigInteger amount = Rounding.upToDouble(base.add(step.multiply(steps)));
            if (amount.compareTo(LARGEST) <= 0) {
                amounts.add(amount);
            }
        }
        return List.copyOf(amounts);
    }
}
