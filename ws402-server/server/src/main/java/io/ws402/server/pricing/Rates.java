package io.ws402.server.pricing;

import io.ws402.protocol.payment.PricePlan;
import io.ws402.server.pricing.Tariff.Price;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What assets are worth, all in one unit of account, so that a price in one of them is one in each. Fixed: a price that was
 * quoted stands in its quote.
 *
 * @param rates one for each asset
 */
public record Rates(List<Rate> rates) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Copies them. */
    public Rates {
        rates = List.copyOf(rates);
    }

    /**
     * What one asset is worth.
     *
     * @param asset a symbol or CAIP-19 id
     * @param decimals how many decimal places a whole unit of it has; where the gateway says otherwise it is not sold for it
     * @param worth of a whole unit of it, more than zero
     */
    public record Rate(String asset, int decimals, BigDecimal worth) {
        /** So many whole units of another asset in smallest units of this one, rounded down, in the payer's favour. */
        BigInteger unitsOf(BigDecimal price, Rate in) {
            return price.multiply(in.worth)
                    .scaleByPowerOfTen(decimals)
                    .divideToIntegralValue(worth)
                    .toBigIntegerExact();
        }

        /** Whether rounding takes more than a hundredth of that. */
        boolean isRoundedMuch(BigDecimal price, Rate in) {
            BigDecimal exact = price.multiply(in.worth).scaleByPowerOfTen(decimals);
            BigDecimal asked = new BigDecimal(unitsOf(price, in)).multiply(worth);
            return exact.subtract(asked).multiply(HUNDRED).compareTo(exact) > 0;
        }
    }

    /**
     * Prices in whole units of one asset.
     *
     * @param in the asset
     * @param perSecond for a second
     * @param perMegabyte for 2^20 bytes
     * @param perMessage for a message
     */
    public record Reference(Rate in, BigDecimal perSecond, BigDecimal perMegabyte, BigDecimal perMessage) {
        private static final String SECOND = "a second";
        private static final String MEGABYTE = "a megabyte";
        private static final String MESSAGE = "a message";

        /** The price in another asset. @throws IllegalArgumentException when a price rounds to nothing in it */
        public Price in(Rate other, long maxDurationSeconds) {
            PricePlan plan = new PricePlan(
                    units(other, perSecond, SECOND),
                    units(other, perMegabyte, MEGABYTE),
                    units(other, perMessage, MESSAGE),
                    maxDurationSeconds);
            return new Price(null, other.asset, plan, other.decimals);
        }

        /** Of what the price in another asset is more than a hundredth less than this one, because it is rounded down. */
        public List<String> roundedMuchIn(Rate other) {
            SequencedMap<String, BigDecimal> prices = new LinkedHashMap<>();
            prices.put(SECOND, perSecond);
            prices.put(MEGABYTE, perMegabyte);
            prices.put(MESSAGE, perMessage);
            return prices.entrySet().stream()
                    .filter(price -> other.isRoundedMuch(price.getValue(), in))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private BigInteger units(Rate other, BigDecimal price, String ofWhat) {
            BigInteger units = other.unitsOf(price, in);
            if (units.signum() == 0 && price.signum() > 0) {
                throw new IllegalArgumentException("the price of " + ofWhat + " is less than the smallest unit of "
                        + other.asset + ", so that it would cost nothing");
            }
            return units;
        }
    }

    /** The rate of an asset by the name that it is listed under. */
    public Optional<Rate> of(String asset) {
        return rates.stream().filter(rate -> rate.asset.equals(asset)).findFirst();
    }
}
