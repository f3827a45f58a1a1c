package io.ws402.gateway.methods.solana.config;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.config.Settings;
import io.ws402.gateway.methods.config.WholeUnits;
import io.ws402.gateway.methods.solana.chain.Programs;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import io.ws402.protocol.money.Asset;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code native} and {@code tokens}: what is taken, the default first. */
final class AssetsReader {
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9.+_-]{1,16}");
    private static final SolanaAddress WRAPPED_SOL = new SolanaAddress("So11111111111111111111111111111111111111112");
    private static final String TOKENS = "tokens";
    private static final String SYMBOL_KEY = "symbol";
    private static final String MINT = "mint";
    private static final String FLOOR = "refundFloor";
    /** An amount of a token has 64 bits, so that more places than this would leave no whole units. */
    private static final int MAX_DECIMALS = 18;
    /** Nodes show a hundred accounts at once. */
    private static final int MAX_TOKENS = 64;

    private final ClusterPreset preset;
    private final String chain;
    private final SolanaAddress wallet;

    AssetsReader(ClusterPreset preset, String chain, SolanaAddress wallet) {
        this.preset = preset;
        this.chain = chain;
        this.wallet = wallet;
    }

    List<SolanaAsset> read(Settings settings) {
        List<SolanaAsset> taken = new ArrayList<>();
        Settings section = settings.section("native").orElseGet(() -> new Settings(settings.path(), new JsonObject()));
        Asset coin = SolanaAsset.Native.asset(chain);
        BigInteger floor = floor(section, coin, "0");
        if (section.flag("enabled").orElse(true)) {
            taken.add(new SolanaAsset.Native(coin, floor, wallet));
        }
        section.refuseOthers();
        taken.addAll(tokens(settings));
        requireDistinct(settings, taken);
        return taken;
    }

    private List<SolanaAsset> tokens(Settings settings) {
        List<SolanaAsset> tokens = new ArrayList<>();
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

    private SolanaAsset known(Settings settings, String symbol) {
        ClusterPreset.KnownToken token = preset.tokens().get(symbol);
        if (token == null) {
            throw settings.complaint(
                    TOKENS,
                    "no mint is known for '" + symbol + "' on " + preset.network()
                            + "; write a mapping with symbol, mint and decimals"
                            + (preset.tokens().isEmpty()
                                    ? ""
                                    : ", or one of " + preset.tokens().keySet()));
        }
        Asset asset = SolanaAsset.Token.asset(chain, token.mint(), symbol, token.decimals());
        return token(asset, floor(settings, asset, token.refundFloor()), token.mint(), TokenProgram.TOKEN);
    }

    private SolanaAsset token(Settings settings) {
        String symbol = settings.text(SYMBOL_KEY)
                .orElseThrow(() -> settings.complaint(SYMBOL_KEY, "is missing; write for example USDC"));
        if (!SYMBOL.matcher(symbol).matches()) {
            throw settings.complaint(SYMBOL_KEY, "must be up to 16 letters, digits, dots, dashes or plus signs");
        }
        SolanaAddress mint = settings.text(MINT)
                .map(text -> WalletReader.address(settings, MINT, text))
                .orElseThrow(() -> settings.complaint(MINT, "is missing; write the token's mint"));
        if (mint.equals(WRAPPED_SOL)) {
            throw settings.complaint(MINT, "is wrapped SOL, which is not taken; native takes SOL itself");
        }
        int decimals = settings.integer("decimals", 0, MAX_DECIMALS)
                .orElseThrow(() -> settings.complaint("decimals", "is missing; write the token's own, for example 6"))
                .intValue();
        TokenProgram program = program(settings);
        Asset asset = SolanaAsset.Token.asset(chain, mint, symbol, decimals);
        SolanaAsset token = token(asset, floor(settings, asset, "0"), mint, program);
        settings.refuseOthers();
        return token;
    }

    private static TokenProgram program(Settings settings) {
        String word = settings.text("program").orElse(TokenProgram.TOKEN.word());
        return Arrays.stream(TokenProgram.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> settings.complaint("program", "must be token or token-2022"));
    }

    private SolanaAsset token(Asset asset, BigInteger floor, SolanaAddress mint, TokenProgram program) {
        return new SolanaAsset.Token(
                asset, floor, Programs.associatedTokenAccount(wallet, mint, program), mint, program);
    }

    private static BigInteger floor(Settings settings, Asset asset, String preset) {
        BigDecimal figure = settings.decimal(FLOOR).orElse(new BigDecimal(preset));
        return WholeUnits.toSmallest(figure, asset.decimals())
                .orElseThrow(() -> settings.complaint(
                        FLOOR, "has more decimal places than " + asset.symbol() + ", which has " + asset.decimals()));
    }

    private static void requireDistinct(Settings settings, List<SolanaAsset> taken) {
        if (taken.size() > MAX_TOKENS) {
            throw settings.complaint(TOKENS, "are more than " + MAX_TOKENS + "; leave some out");
        }
        if (taken.isEmpty()) {
            throw settings.complaint(TOKENS, "nothing is taken; name a token, or leave native enabled");
        }
        Set<String> seen = new HashSet<>();
        for (SolanaAsset each : taken) {
            boolean newSymbol = seen.add(each.asset().symbol().toLowerCase(Locale.ROOT));
            if (!newSymbol || !seen.add(each.asset().id().value())) {
                throw settings.complaint(TOKENS, each.asset().symbol() + " is there twice; leave one of them out");
            }
        }
    }
}
