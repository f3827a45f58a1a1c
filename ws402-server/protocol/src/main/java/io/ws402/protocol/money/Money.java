package io.ws402.protocol.money;

import java.math.BigInteger;

/**
 * An amount ≥ 0 of one asset in its smallest unit (wei, lamport, USDC 10^-6). Immutable, exact at any size.
 *
 * @param asset what it is an amount of
 * @param units how many smallest units, 0 or more
 */
public record Money(Asset asset, BigInteger units) implements Comparable<Money> {
    /** @throws IllegalArgumentException when units are negative */
    public Money {
        if (units.signum() < 0) {
            throw new IllegalArgumentException("an amount can not be negative: " + units);
        }
    }

    /** An amount of nothing. */
    public static Money zero(Asset asset) {
        return new Money(asset, BigInteger.ZERO);
    }

    /** The sum; @throws IllegalArgumentException when the assets differ. */
    public Money plus(Money other) {
        return new Money(asset, units.add(sameAsset(other)));
    }

    /** The difference; @throws IllegalArgumentException when the assets differ or it would be negative. */
    public Money minus(Money other) {
        return new Money(asset, units.subtract(sameAsset(other)));
    }

    /** The smaller of the two; @throws IllegalArgumentException when the assets differ. */
    public Money min(Money other) {
        return new Money(asset, units.min(sameAsset(other)));
    }

    /** Whether this is an amount of nothing. */
    public boolean isZero() {
        return units.signum() == 0;
    }

    @Override
    public int compareTo(Money other) {
        return units.compareTo(sameAsset(other));
    }

    private BigInteger sameAsset(Money other) {
        if (!asset.id().equals(other.asset.id())) {
            throw new IllegalArgumentException("amounts of " + asset.id() + " and " + other.asset.id() + " do not mix");
        }
        return other.units;
    }

    @Override
    public String toString() {
        return asset.human(units) + " " + asset.symbol();
    }
}
