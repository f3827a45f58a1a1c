package io.ws402.protocol.money;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Something that can be paid with.
 *
 * @param id its CAIP-19 identifier
 * @param symbol the short name people know, for example {@code USDC}
 * @param decimals how many decimal places one whole unit has; an amount is counted in 10^-decimals
 */
public record Asset(AssetId id, String symbol, int decimals) {
    /** @throws IllegalArgumentException when the symbol is blank or decimals are outside 0 … 36 */
    public Asset {
        if (symbol.isBlank()) {
            throw new IllegalArgumentException("an asset needs a symbol");
        }
        if (decimals < 0 || decimals > 36) {
            throw new IllegalArgumentException("decimals of " + symbol + " must be 0 … 36, not " + decimals);
        }
    }

    /** The amount in whole units for people, exact and without trailing zeros: 1500000 USDC units are {@code 1.5}. */
    public String human(BigInteger units) {
        BigDecimal exact = new BigDecimal(units, decimals).stripTrailingZeros();
        return exact.toPlainString();
    }
}
