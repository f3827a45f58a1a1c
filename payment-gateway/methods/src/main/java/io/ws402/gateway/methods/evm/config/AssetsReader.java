package io.ws402.gateway.methods.evm.config;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.config.Settings;
import io.ws402.gateway.methods.config.WholeUnits;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.protocol.money.Asset;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code native} and {@code tokens}: what is taken, the default first. */
final class AssetsReader {
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9.+_-]{1,16}");
    private static final String NATIVE = "native";
    private static final String TOKENS = "tokens";
    private static final String SYMBOL_KEY = "symbol";
    private static final String FLOOR = "refundFloor";
    private static final int MAX_DECIMALS = 36;

    private final ChainPreset preset;
    private final long chainId;

    AssetsReader(ChainPreset preset, long chainId) {
        this.preset = preset;
        this.chainId = chainId;
    }

    /** The native coin, and what is taken. */
    record Assets(Asset nativeCoin, List<ChainAsset> taken) {}

    Assets read(Settings settings) {
        List<ChainAsset> taken = new ArrayList<>();
        Settings section = settings.section(NATIVE).orElseGet(() -> new Settings(settings.path(), new JsonObject()));
        Asset coin = ChainAsset.Native.asset(
                chainId, symbol(section, section.text(SYMBOL_KEY).orElse(preset.symbol())));
        BigInteger floor = floor(section, coin, "0");
        if (section.flag("enabled").orElse(true)) {
            taken.add(new ChainAsset.Native(coin, floor));
        }
        section.refuseOthers();
        taken.addAll(tokens(settings));
        requireDistinct(settings, taken);
        return new Assets(coin, taken);
    }

    private List<ChainAsset> tokens(Settings settings) {
        List<ChainAsset> tokens = new ArrayList<>();
        settings.elements(TOKENS)
                .ifPresentOrElse(
                        elements -> {
                            for (Object element : elements) {
                                String at = settings.path() + "." + TOKENS + "[" + tokens.size() + "]";
                                tokens.add(
                                        element instanceof JsonObject mapping
                                                ? token(new Settings(at, mapping))
                                                : known(settings, String.valueOf(element)));
                            }
                        },
                        () -> preset.taken().forEach(symbol -> tokens.add(known(settings, symbol))));
        return tokens;
    }

    private ChainAsset known(Settings settings, String symbol) {
        ChainPreset.KnownToken token = preset.tokens().get(symbol);
        if (token == null) {
            throw settings.complaint(
                    TOKENS,
                    "no contract is known for '" + symbol + "' on " + preset.network()
                            + "; write a mapping with symbol, address and decimals"
                            + (preset.tokens().isEmpty()
                                    ? ""
                                    : ", or one of " + preset.tokens().keySet()));
        }
        Asset asset = ChainAsset.Token.asset(chainId, token.contract(), symbol, token.decimals());
        return new ChainAsset.Token(asset, floor(settings, asset, token.refundFloor()), token.contract());
    }

    private ChainAsset token(Settings settings) {
        String symbol = symbol(
                settings,
                settings.text(SYMBOL_KEY)
                        .orElseThrow(() -> settings.complaint(SYMBOL_KEY, "is missing; write for example USDC")));
        EvmAddress contract = settings.text("address")
                .map(text -> WalletReader.address(settings, "address", text))
                .orElseThrow(() -> settings.complaint("address", "is missing; write the token's contract"));
        int decimals = settings.integer("decimals", 0, MAX_DECIMALS)
                .orElseThrow(() -> settings.complaint("decimals", "is missing; write the token's own, for example 6"))
                .intValue();
        Asset asset = ChainAsset.Token.asset(chainId, contract, symbol, decimals);
        BigInteger floor = floor(settings, asset, "0");
        settings.refuseOthers();
        return new ChainAsset.Token(asset, floor, contract);
    }

    private static String symbol(Settings settings, String symbol) {
        if (!SYMBOL.matcher(symbol).matches()) {
            throw settings.complaint(SYMBOL_KEY, "must be up to 16 letters and digits, for example ETH");
        }
        return symbol;
    }

    private static BigInteger floor(Settings settings, Asset asset, String preset) {
        BigDecimal figure = settings.decimal(FLOOR).orElse(new BigDecimal(preset));
        return WholeUnits.toSmallest(figure, asset.decimals())
                .orElseThrow(() -> settings.complaint(
                        FLOOR, "has more decimal places than " + asset.symbol() + ", which has " + asset.decimals()));
    }

    private static void requireDistinct(Settings settings, List<ChainAsset> taken) {
        Set<String> seen = new HashSet<>();
        for (ChainAsset each : taken) {
            if (!seen.add(each.asset().symbol().toLowerCase(Locale.ROOT))
                    || !seen.add(each.asset().id().value())) {
                throw settings.complaint(TOKENS, each.asset().symbol() + " is there twice; leave one out");
            }
        }
        if (taken.isEmpty()) {
            throw settings.complaint(TOKENS, "nothing is taken; enable native, or write a token");
        }
    }
}
