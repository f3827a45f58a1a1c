package io.ws402.gateway.methods.evm.refund;

import java.math.BigInteger;

/**
 * What is offered for a unit of gas, in wei.
 *
 * @param maxFeePerGas at most this in all
 * @param tip at most this much of it to the block's maker
 * @see <a href="https://eips.ethereum.org/EIPS/eip-1559">EIP-1559</a>
 */
record Fees(BigInteger maxFeePerGas, BigInteger tip) {
    private static final BigInteger NINE = BigInteger.valueOf(9);
    private static final BigInteger EIGHT = BigInteger.valueOf(8);

    /** An eighth more of both, at least: nodes take nothing below a tenth more as a replacement. */
    Fees raised() {
        return new Fees(raised(maxFeePerGas), raised(tip));
    }

    Fees atLeast(Fees other) {
        return new Fees(maxFeePerGas.max(other.maxFeePerGas), tip.max(other.tip));
    }

    private static BigInteger raised(BigInteger fee) {
        BigInteger[] eighths = fee.multiply(NINE).divideAndRemainder(EIGHT);
        return eighths[0].add(BigInteger.ONE); // Rounded up, and never the same.
    }
}
