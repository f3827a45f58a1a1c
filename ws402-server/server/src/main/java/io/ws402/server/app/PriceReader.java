package io.ws402.server.app;

import io.ws402.protocol.config.Config;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.config.ConfigKey;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.server.pricing.Rates;
import io.ws402.server.pricing.Rates.Rate;
import io.ws402.server.pricing.Rates.Reference;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.pricing.Tariff.Price;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what a resource costs: prices in smallest units, or one price in whole units and what assets are worth. */
final class PriceReader {
    private static final long MOST_DECIMALS = 36;
    private static final List<ConfigKey<BigDecimal>> REFERENCE_PRICES = List.of(
            ResourceKeys.REFERENCE_PER_SECOND, ResourceKeys.REFERENCE_PER_MEGABYTE, ResourceKeys.REFERENCE_PER_MESSAGE);

    private PriceReader() {}

    /** @throws ConfigException naming key and remedy of what is refused */
    static Rates rates(Config config) {
        List<Rate> rates = new ArrayList<>();
        Set<String> assets = new HashSet<>();
        for (Config item : config.items(ResourceKeys.RATES)) {
            Rate rate = rate(item);
            if (!assets.add(rate.asset())) {
                throw item.refuse(
                        ResourceKeys.RATED_ASSET, "is rated twice: " + rate.asset(), "Keep one of the two rates.");
            }
            rates.add(rate);
        }
        return new Rates(rates);
    }

    private static Rate rate(Config item) {
        long decimals = item.get(ResourceKeys.RATED_DECIMALS);
        if (decimals > MOST_DECIMALS) {
            throw item.refuse(
                    ResourceKeys.RATED_DECIMALS,
                    "must be 0 … " + MOST_DECIMALS + ", not " + decimals,
                    "GET /api/methods of the gateway tells them.");
        }
        BigDecimal worth = item.get(ResourceKeys.RATE);
        if (worth.signum() == 0) {
            throw item.refuse(ResourceKeys.RATE, "is 0", "Say what a whole unit is worth, or remove the asset.");
        }
        return new Rate(item.get(ResourceKeys.RATED_ASSET), (int) decimals, worth);
    }

    /** @throws ConfigException naming key and remedy of what is refused */
    static Tariff tariff(Config item, Rates rates) {
        long longestSeconds = item.get(ResourceKeys.MAX_SESSION_DURATION).toSeconds();
        if (longestSeconds < 1) {
            throw item.refuse(ResourceKeys.MAX_SESSION_DURATION, "is less than a second", "Make it longer.");
        }
        List<Price> prices = new ArrayList<>(explicit(item, longestSeconds));
        prices.addAll(byRates(item, rates, List.copyOf(prices), longestSeconds));
        if (prices.isEmpty()) {
            throw item.refuse(
                    ResourceKeys.PRICES,
                    "is missing or empty, and there is no price either",
                    "Add one: - { asset: USDC, pricePerSecond: 100 }");
        }
        return new Tariff(prices);
    }

    /** What a tariff that can be read had better not have, each a sentence: prices that rounding makes much lower. */
    static List<String> warnings(Config item, Rates rates) {
        if (item.find(ResourceKeys.REFERENCE_ASSET).isEmpty()) {
            return List.of();
        }
        Reference reference = reference(item, rates);
        List<Price> explicit = explicit(item, 1);
        return inOrder(reference, rates)
                .filter(rate -> explicit.stream().noneMatch(price -> isForAll(price, rate)))
                .flatMap(rate -> reference.roundedMuchIn(rate).stream()
                        .map(what -> item.get(ResourceKeys.ID) + ": the price of " + what + " in " + rate.asset()
                                + " is rounded down by more than 1 %; raise price, or give the price in " + rate.asset()
                                + " itself, under prices"))
                .toList();
    }

    private static List<Price> explicit(Config item, long longestSeconds) {
        return item.items(ResourceKeys.PRICES).stream()
                .map(price -> price(price, longestSeconds))
                .toList();
    }

    private static Price price(Config price, long longestSeconds) {
        BigInteger perSecond = price.get(ResourceKeys.PER_SECOND);
        BigInteger perMegabyte = price.get(ResourceKeys.PER_MEGABYTE);
        BigInteger perMessage = price.get(ResourceKeys.PER_MESSAGE);
        if (perSecond.signum() == 0) {
            // A quote is for a number of seconds: without a price for them it would ask for nothing.
            throw price.refuse(
                    ResourceKeys.PER_SECOND, "is 0 or missing", "Give what a second costs, 1 smallest unit or more.");
        }
        try {
            return new Price(
                    price.find(ResourceKeys.PRICE_METHOD).orElse(null),
                    price.find(ResourceKeys.PRICE_ASSET).orElse(null),
                    new PricePlan(perSecond, perMegabyte, perMessage, longestSeconds));
        } catch (IllegalArgumentException e) {
            throw price.refuse(ResourceKeys.PER_SECOND, "is refused: " + e.getMessage(), "Lower it.");
        }
    }

    /** The asset that the price is given in comes first, then the others as they are listed. */
    private static Stream<Rate> inOrder(Reference reference, Rates rates) {
        return Stream.concat(
                Stream.of(reference.in()), rates.rates().stream().filter(rate -> !rate.equals(reference.in())));
    }

    private static List<Price> byRates(Config item, Rates rates, List<Price> explicit, long longestSeconds) {
        if (item.find(ResourceKeys.REFERENCE_ASSET).isEmpty()) {
            refusePriceOfNothing(item);
            return List.of();
        }
        Reference reference = reference(item, rates);
        return inOrder(reference, rates)
                .filter(rate -> explicit.stream().noneMatch(price -> isForAll(price, rate)))
                .map(rate -> in(item, reference, rate, longestSeconds))
                .toList();
    }

    /** An explicit price for an asset by whichever method is the one that counts. */
    private static boolean isForAll(Price price, Rate rate) {
        return price.method() == null && rate.asset().equals(price.asset());
    }

    private static Price in(Config item, Reference reference, Rate rate, long longestSeconds) {
        try {
            return reference.in(rate, longestSeconds);
        } catch (IllegalArgumentException e) {
            throw item.refuse(
                    ResourceKeys.REFERENCE_PER_SECOND,
                    "is refused: " + e.getMessage(),
                    "Raise it, or give the price in " + rate.asset() + " itself, under prices.");
        }
    }

    private static Reference reference(Config item, Rates rates) {
        String asset = item.get(ResourceKeys.REFERENCE_ASSET);
        Rate rate = rates.of(asset)
                .orElseThrow(() -> item.refuse(
                        ResourceKeys.REFERENCE_ASSET,
                        "names " + asset + ", which rates do not know",
                        "Add its rate, or name one of: "
                                + String.join(
                                        ", ",
                                        rates.rates().stream().map(Rate::asset).toList())));
        BigDecimal perSecond = item.find(ResourceKeys.REFERENCE_PER_SECOND).orElse(BigDecimal.ZERO);
        if (perSecond.signum() == 0) {
            throw item.refuse(
                    ResourceKeys.REFERENCE_PER_SECOND, "is 0 or missing", "Give what a second costs: perSecond: 0.01");
        }
        return new Reference(
                rate,
                perSecond,
                item.find(ResourceKeys.REFERENCE_PER_MEGABYTE).orElse(BigDecimal.ZERO),
                item.find(ResourceKeys.REFERENCE_PER_MESSAGE).orElse(BigDecimal.ZERO));
    }

    private static void refusePriceOfNothing(Config item) {
        REFERENCE_PRICES.stream()
                .filter(key -> item.find(key).isPresent())
                .findFirst()
                .ifPresent(key -> {
                    throw item.refuse(key, "stands without price.asset", "Say which asset it is in: price.asset: USDC");
                });
    }

    /** Whichever server hands it out, the one that meters the session sees nothing of it. */
    static void refuseTraffic(Config item) {
        for (ConfigKey<BigDecimal> key :
                List.of(ResourceKeys.REFERENCE_PER_MEGABYTE, ResourceKeys.REFERENCE_PER_MESSAGE)) {
            if (item.find(key).isPresent()) {
                throw refuseTraffic(item, key);
            }
        }
        for (Config price : item.items(ResourceKeys.PRICES)) {
            for (ConfigKey<BigInteger> key : List.of(ResourceKeys.PER_MEGABYTE, ResourceKeys.PER_MESSAGE)) {
                if (price.get(key).signum() != 0) {
                    throw refuseTraffic(price, key);
                }
            }
        }
    }

    private static ConfigException refuseTraffic(Config price, ConfigKey<?> key) {
        return price.refuse(
                key,
                "is for what goes over the WebSocket; what is handed out over HTTP is sold by time alone",
                "Remove it, and let the price of a second say what it is worth.");
    }
}
