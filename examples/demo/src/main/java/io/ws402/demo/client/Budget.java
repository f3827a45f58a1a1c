package io.ws402.demo.client;

import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PricePlan;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a payer lets itself spend on a session. Amounts are smallest units of the asset that the session counts in; a top-up in
 * another asset counts by what the time that it buys costs in this one.
 *
 * @param total the most to pay in all, top-ups included; null for any sum
 * @param perMinute the most to pay within any minute; null for any sum
 * @param allowances with what to pay and at which prices; empty for everything at any price
 */
public record Budget(@Nullable BigInteger total, @Nullable BigInteger perMinute, List<Allowance> allowances) {
    /** Whatever the wallet holds, at any price. */
    public static final Budget NONE = new Budget(null, null, List.of());

    /** Keeps a copy. */
    public Budget {
        allowances = List.copyOf(allowances);
    }

    /**
     * Highest prices in an asset, in its smallest units.
     *
     * @param asset its CAIP-19 id, or its symbol as the server says it: an id where a server might call another asset so
     */
    public record Allowance(
            String asset, BigInteger pricePerSecond, BigInteger pricePerMegabyte, BigInteger pricePerMessage) {
        private static final Pattern FORM = Pattern.compile("(.+):(\\d{1,78})(?:,(\\d{1,78}))?(?:,(\\d{1,78}))?");

        /**
         * Reads {@code ASSET:PER_SECOND[,PER_MEGABYTE[,PER_MESSAGE]]}; what is left out may cost nothing.
         *
         * @throws IllegalArgumentException when it is something else
         */
        public static Allowance parse(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not ASSET:PER_SECOND[,PER_MEGABYTE[,PER_MESSAGE]]");
            }
            return new Allowance(form.group(1), price(form.group(2)), price(form.group(3)), price(form.group(4)));
        }

        private static BigInteger price(@Nullable String digits) {
            return digits == null ? BigInteger.ZERO : new BigInteger(digits);
        }

        private boolean names(Asset other) {
            return asset.equalsIgnoreCase(other.symbol())
                    || asset.equalsIgnoreCase(other.id().value());
        }

        private boolean allows(PricePlan plan) {
            return plan.pricePerSecond().compareTo(pricePerSecond) <= 0
                    && plan.pricePerMegabyte().compareTo(pricePerMegabyte) <= 0
                    && plan.pricePerMessage().compareTo(pricePerMessage) <= 0;
        }
    }

    /** Why an offer may not be paid at this price, in a clause; empty when it may. The first allowance of its asset counts. */
    Optional<String> refusal(AcceptedAsset offer, PricePlan plan) {
        if (allowances.isEmpty()) {
            return Optional.empty();
        }
        Asset asset = offer.asset();
        return allowances.stream()
                .filter(each -> each.names(asset))
                .findFirst()
                .map(allowance -> allowance.allows(plan)
                        ? Optional.<String>empty()
                        : Optional.of(
                                asset.symbol() + " costs " + prices(plan) + " units, allowed are " + prices(allowance)))
                .orElseGet(() -> Optional.of(asset.symbol() + " (" + asset.id() + ") is not allowed"));
    }

    private static String prices(PricePlan plan) {
        return plan.pricePerSecond() + "," + plan.pricePerMegabyte() + "," + plan.pricePerMessage();
    }

    private static String prices(Allowance allowance) {
        return allowance.pricePerSecond() + "," + allowance.pricePerMegabyte() + "," + allowance.pricePerMessage();
    }
}
