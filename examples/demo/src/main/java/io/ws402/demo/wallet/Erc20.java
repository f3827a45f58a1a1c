package io.ws402.demo.wallet;

import java.math.BigInteger;
import org.web3j.utils.Numeric;

/** The two calls of ERC-20 that a payer makes, as call data. */
final class Erc20 {
    private static final String BALANCE_OF = "0x70a08231";
    private static final String TRANSFER = "0xa9059cbb";
    private static final int WORD_DIGITS = 64;

    private Erc20() {}

    static String balanceOf(String owner) {
        return BALANCE_OF + word(Numeric.toBigInt(owner));
    }

    static String transfer(String recipient, BigInteger units) {
        return TRANSFER + word(Numeric.toBigInt(recipient)) + word(units);
    }

    private static String word(BigInteger value) {
        return Numeric.toHexStringNoPrefixZeroPadded(value, WORD_DIGITS);
    }
}
