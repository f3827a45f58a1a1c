package io.ws402.server.pricing;

import io.ws402.protocol.message.Schema.Offer;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PricePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a resource costs in each thing it can be paid with.
 *
 * @param prices one or more; the first that the gateway accepts is for payers who name neither method nor asset
 */
public record Tariff(List<Price> prices) {
    /**
     * A price in one asset.
     *
     * @param method the payment method's short id, or null for whichever takes the asset
     * @param asset a symbol or CAIP-19 id, or null for the method's default
     * @param plan in the asset's smallest unit
     * @param decimals of the asset, where the plan was reckoned with them; null where it is given in smallest units
     */
    public record Price(
            @Nullable String method,
            @Nullable String asset,
            PricePlan plan,
            @Nullable Integer decimals) {
        /** A price that is given in smallest units. */
        public Price(@Nullable String method, @Nullable String asset, PricePlan plan) {
            this(method, asset, plan, null);
        }

        /** Whether it was reckoned with other decimals than the gateway says that the asset has: it is no price then. */
        private boolean misreckons(AcceptedAsset accepted) {
            return decimals != null && decimals != accepted.asset().decimals();
        }

        private boolean isFor(AcceptedAsset accepted, List<AcceptedAsset> all) {
            return names(accepted, all) && !misreckons(accepted);
        }

        private boolean names(AcceptedAsset accepted, List<AcceptedAsset> all) {
            if (method != null && !method.equals(accepted.method())) {
                return false;
            }
            if (asset != null) {
                return Tariff.names(asset, accepted);
            }
            return method == null ? accepted.byDefault() : isMethodsDefault(accepted, all);
        }

        /** A method's default asset stands before its others. */
        private static boolean isMethodsDefault(AcceptedAsset accepted, List<AcceptedAsset> all) {
            return all.stream()
                    .filter(other -> other.method().equals(accepted.method()))
                    .findFirst()
                    .filter(accepted::equals)
                    .isPresent();
        }
    }

    /** @throws IllegalArgumentException when there is no price */
    public Tariff {
        if (prices.isEmpty()) {
            throw new IllegalArgumentException("a resource needs a price");
        }
        prices = List.copyOf(prices);
    }

    /** A tariff with one price, in the gateway's default asset. */
    public static Tariff of(PricePlan plan) {
        return new Tariff(List.of(new Price(null, null, plan)));
    }

    /** How long a session may be in any case: the longest of its plans. */
    public long maxDurationSeconds() {
        return prices.stream()
                .mapToLong(price -> price.plan().maxDurationSeconds())
                .max()
                .orElseThrow();
    }

    /** What is quoted to payers who name neither method nor asset: the first price that the gateway accepts. */
    public Optional<Offer> byDefault(List<AcceptedAsset> accepted) {
        for (Price price : prices) {
            Optional<AcceptedAsset> asset =
                    accepted.stream().filter(one -> price.isFor(one, accepted)).findFirst();
            if (asset.isPresent()) {
                return Optional.of(new Offer(asset.get(), price.plan()));
            }
        }
        return Optional.empty();
    }

    /** Everything the resource can be paid with, of what the gateway accepts; each by the first price that is for it. */
    public List<Offer> offers(List<AcceptedAsset> accepted) {
        List<Offer> offers = new ArrayList<>();
        for (AcceptedAsset asset : accepted) {
            prices.stream()
                    .filter(price -> price.isFor(asset, accepted))
                    .findFirst()
                    .ifPresent(price -> offers.add(new Offer(asset, price.plan())));
        }
        return offers;
    }

    /** What it can not be paid with though there is a price, because that was reckoned with other decimals. */
    public List<AcceptedAsset> misreckoned(List<AcceptedAsset> accepted) {
        return accepted.stream()
                .filter(asset -> prices.stream()
                        .filter(price -> price.names(asset, accepted))
                        .findFirst()
                        .filter(price -> price.misreckons(asset))
                        .isPresent())
                .toList();
    }

    /**
     * The offer that a payer names.
     *
     * @param offers as {@link #offers} gave them; the first that fits is meant
     * @param method a short id, or null for any
     * @param asset a symbol or CAIP-19 id, or null for the method's default
     */
    public static Optional<Offer> select(List<Offer> offers, @Nullable String method, @Nullable String asset) {
        List<Offer> fitting = offers.stream()
                .filter(offer ->
                        method == null || method.equals(offer.accepted().method()))
                .filter(offer -> asset == null || names(asset, offer.accepted()))
                .toList();
        return fitting.stream()
                .filter(offer -> offer.accepted().byDefault())
                .findFirst()
                .or(() -> fitting.stream().findFirst());
    }

    /** What these are, for people: {@code base/ETH, base/USDC}. */
    public static String words(List<Offer> offers) {
        return offers.stream()
                .map(offer -> offer.accepted().method() + "/"
                        + offer.accepted().asset().symbol())
                .collect(Collectors.joining(", "));
    }

    private static boolean names(String name, AcceptedAsset accepted) {
        return name.equals(accepted.asset().symbol())
                || name.equals(accepted.asset().id().value());
    }
}
