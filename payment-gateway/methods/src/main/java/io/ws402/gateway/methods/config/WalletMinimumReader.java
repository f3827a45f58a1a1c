package io.ws402.gateway.methods.config;

import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code walletMinimum}: what the wallet should hold at least, by symbol. */
public final class WalletMinimumReader {
    private static final String WALLET_MINIMUM = "walletMinimum";

    private WalletMinimumReader() {}

    /**
     * What is written, in smallest units.
     *
     * @param taken the assets that are taken
     * @param coin what network fees are paid in; it may be written whether it is taken or not
     */
    public static Map<AssetId, BigInteger> read(Settings settings, List<Asset> taken, Asset coin) {
        Map<String, Asset> named = new LinkedHashMap<>();
        named.put(coin.symbol(), coin);
        taken.forEach(asset -> named.put(asset.symbol(), asset));
        Map<String, BigInteger> written = settings.section(WALLET_MINIMUM)
                .map(new AmountsReader(List.copyOf(named.values()))::read)
                .orElse(Map.of());
        Map<AssetId, BigInteger> minimums = new HashMap<>();
        named.forEach((symbol, asset) ->
                Optional.ofNullable(written.get(symbol)).ifPresent(units -> minimums.put(asset.id(), units)));
        return minimums;
    }
}
