package io.ws402.protocol.money;

import java.math.BigInteger;

/** The only places where an amount loses precision, by name. They work on amounts ≥ 0. */
public final class Rounding {
    private static final int DOUBLE_PRECISION_BITS = 53;

    private Rounding() {}

    /** {@code floor(amount × numerator / denominator)}: what a payer owes is always rounded in the payer's favour. */
    public static BigInteger floor(BigInteger amount, BigInteger numerator, BigInteger denominator) {
        return amount.multiply(numerator).divide(denominator);
    }

    /**
     * The smallest step at which amounts of this size are exact as IEEE 754 doubles: 1 up to 2^53, then a power of two.
     * WS402 0.1 clients read the figure to pay as a JavaScript number.
     */
    public static BigInteger doubleStep(BigInteger amount) {
        return BigInteger.ONE.shiftLeft(Math.max(0, amount.bitLength() - DOUBLE_PRECISION_BITS));
    }

    /** The amount rounded up to a multiple of its {@link #doubleStep}; the payer gets the difference as balance. */
    public static BigInteger upToDouble(BigInteger amount) {
        BigInteger step = doubleStep(amount);
        BigInteger rest = amount.mod(step);
        // Rounding up may carry into the next power of two; that is a multiple of the doubled step as well.
        return rest.signum() == 0 ? amount : amount.add(step).subtract(rest);
    }

    /**
     * What JavaScript means by these digits: the double nearest to them, of two the even one. It writes a double above 2^53
     * with as few digits as tell it from its neighbours (30000000000000008 as 30000000000000010), and reads it so again.
     */
    public static BigInteger nearestDouble(BigInteger amount) {
        BigInteger step = doubleStep(amount);
        BigInteger[] parts = amount.divideAndRemainder(step);
        int toHalf = parts[1].shiftLeft(1).compareTo(step);
        boolean up = toHalf > 0 || (toHalf == 0 && parts[0].testBit(0));
        return up ? amount.add(step).subtract(parts[1]) : amount.subtract(parts[1]);
    }
}
