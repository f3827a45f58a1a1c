package io.ws402.gateway.methods.config;

import io.ws402.protocol.money.Asset;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads amounts by symbol, such as {@code upTo: {USDC: "100"}}. */
public final class AmountsReader {
    private final Map<String, Asset> assets = new HashMap<>();

    /** @param taken the assets whose symbols may be written */
    public AmountsReader(List<Asset> taken) {
        taken.forEach(asset -> assets.put(asset.symbol(), asset));
    }

    /** The amounts of a mapping, in smallest units; one at least. */
    public Map<String, BigInteger> read(Settings settings) {
        Map<String, BigInteger> amounts = new HashMap<>();
        for (String symbol : settings.names()) {
            Asset asset = assets.get(symbol);
            if (asset == null) {
                throw settings.complaint(symbol, "is not taken here; there are " + assets.keySet());
            }
            BigInteger units = settings.decimal(symbol)
                    .flatMap(figure -> WholeUnits.toSmallest(figure, asset.decimals()))
                    .orElseThrow(() -> settings.complaint(symbol, "has more decimal places than the asset"));
            amounts.put(symbol, units);
        }
        if (amounts.isEmpty()) {
            throw settings.complaint("…", "write an amount by symbol, for example ETH: \"0.05\"");
        }
        return amounts;
    }

    /** What is known of an asset when nothing is written: whole units, in smallest ones; of the assets that are taken. */
    public Map<String, BigInteger> preset(Map<String, String> amounts) {
        Map<String, BigInteger> units = new HashMap<>();
        amounts.forEach((symbol, figure) -> Optional.ofNullable(assets.get(symbol))
                .flatMap(asset -> WholeUnits.toSmallest(new BigDecimal(figure), asset.decimals()))
                .ifPresent(amount -> units.put(symbol, amount)));
        return units;
    }

    /** The symbols that may be written. */
    public Set<String> symbols() {
        return Set.copyOf(assets.keySet());
    }
}
