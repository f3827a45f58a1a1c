package io.ws402.gateway.methods.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Figures that people write, in whole units of an asset, as smallest units. */
public final class WholeUnits {
    private WholeUnits() {}

    /** The exact number of smallest units; empty when the figure has more places than the asset. */
    public static Optional<BigInteger> toSmallest(BigDecimal figure, int decimals) {
        BigDecimal moved = figure.movePointRight(decimals).stripTrailingZeros();
        return moved.scale() <= 0 ? Optional.of(moved.toBigIntegerExact()) : Optional.empty();
    }
}
