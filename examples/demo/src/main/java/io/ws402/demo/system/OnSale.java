package io.ws402.demo.system;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * A resource of the demo's servers.
 *
 * @param id its name in URLs
 * @param kind the built-in resource it is, or {@link #FILE}
 * @param prices a second of it in smallest units, by the asset's symbol
 */
public record OnSale(String id, String kind, Map<String, BigInteger> prices) {
    /** A picture that is handed out over HTTP. */
    static final String FILE = "file";

    /**
     * A ticker for next to nothing, one for a hundred times as much, an echo that anybody can talk to, and a picture that
     * is shown as long as its session is open.
     */
    public static final List<OnSale> ALL = List.of(
            new OnSale("ticker", "ticker", price(1)),
            new OnSale("ticker-premium", "ticker", price(100)),
            new OnSale("echo", "echo", price(1)),
            new OnSale("poster", FILE, price(1)));

    private static Map<String, BigInteger> price(long factor) {
        BigInteger times = BigInteger.valueOf(factor);
        return Map.of(
                "ETH", BigInteger.TEN.pow(13).multiply(times),
                "USDC", BigInteger.TEN.pow(3).multiply(times),
                "SOL", BigInteger.TEN.pow(5).multiply(times),
                "CREDIT", BigInteger.TEN.pow(3).multiply(times));
    }

    boolean isFile() {
        return kind.equals(FILE);
    }

    /** A second in an asset, in its smallest unit. */
    public BigInteger pricePerSecond(String symbol) {
        BigInteger price = prices.get(symbol);
        if (price == null) {
            throw new IllegalArgumentException(id + " is not sold for " + symbol);
        }
        return price;
    }
}
