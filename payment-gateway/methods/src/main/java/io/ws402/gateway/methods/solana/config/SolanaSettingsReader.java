package io.ws402.gateway.methods.solana.config;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.methods.config.AmountsReader;
import io.ws402.gateway.methods.config.EndpointsReader;
import io.ws402.gateway.methods.config.ExposureReader;
import io.ws402.gateway.methods.config.Settings;
import io.ws402.gateway.methods.config.WalletMinimumReader;
import io.ws402.gateway.methods.config.WholeUnits;
import io.ws402.gateway.methods.signing.Environment;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.protocol.money.Asset;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code methods.solana}, a list of clusters. Anything unknown, missing or ill-typed is a {@link
 * MethodConfigurationException} that names the key and the remedy. Opening a keystore takes about a second.
 */
public final class SolanaSettingsReader {
    /** The key below {@code methods:}. */
    public static final String FAMILY = "solana";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern GENESIS = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{32,44}");
    private static final int CAIP_LENGTH = 32;
    private static final String GENESIS_HASH = "genesisHash";
    private static final String FINALITY = "finality";
    private static final String UP_TO = "upTo";
    private static final String COMMITMENT = "commitment";
    private static final int MAX_LABEL = 80;
    private static final int SOL_DECIMALS = 9;
    private static final long MAX_UNIT_PRICE = 1_000_000_000;
    private static final FeePolicy FEES = new FeePolicy(1_000, 1_000_000, BigInteger.valueOf(5_000_000), 20);

    private final WalletReader wallets;

    /** @param development whether keys from the environment are allowed */
    public SolanaSettingsReader(Environment environment, boolean development) {
        this.wallets = new WalletReader(environment, development);
    }

    /** The clusters of the {@code methods:} section; none when it has no key {@code solana}. */
    public List<SolanaSettings> read(JsonObject methods) {
        if (methods.getValue(FAMILY) == null) {
            return List.of();
        }
        List<SolanaSettings> clusters = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Settings settings : Settings.list(FAMILY, methods.getValue(FAMILY))) {
            SolanaSettings cluster = cluster(settings);
            if (!seen.add(cluster.id())) {
                throw settings.complaint("id", "'" + cluster.id() + "' is there twice; give each cluster its own id");
            }
            if (!seen.add(cluster.genesis() + cluster.wallet().address())) {
                throw settings.complaint(
                        "wallet",
                        "is there twice for " + cluster.chain()
                                + ": a payment would belong to two methods; merge them, or use two wallets");
            }
            clusters.add(cluster);
        }
        return clusters;
    }

    private SolanaSettings cluster(Settings settings) {
        String network = name(settings, "network", settings.text("network"));
        ClusterPreset preset = ClusterPreset.of(network);
        String genesis = genesis(settings, preset);
        Wallet wallet = wallets.read(settings);
        List<SolanaAsset> assets = new AssetsReader(preset, "solana:" + genesis, wallet.address()).read(settings);
        List<Asset> taken = assets.stream().map(SolanaAsset::asset).toList();
        AmountsReader amounts = new AmountsReader(taken);
        Asset coin = SolanaAsset.Native.asset("solana:" + genesis);
        SolanaSettings read = new SolanaSettings(
                settings.path(),
                name(settings, "id", settings.text("id").or(() -> Optional.of(preset.id()))),
                network,
                genesis,
                EndpointsReader.urls(settings, preset.rpcUrls()),
                wallet,
                coin,
                assets,
                finality(settings, preset, amounts),
                new ExposureReader(amounts).read(settings, preset.exposurePerPayer(), preset.exposure()),
                WalletMinimumReader.read(settings, taken, coin),
                fees(settings),
                EndpointsReader.limits(settings),
                EndpointsReader.millis(settings, "pollIntervalMs", preset.pollInterval()),
                Duration.ofSeconds(
                        settings.integer("expiryToleranceSeconds", 0, 3600).orElse(30L)),
                label(settings));
        settings.refuseOthers();
        return read;
    }

    private static String name(Settings settings, String key, Optional<String> name) {
        return name.filter(text -> NAME.matcher(text).matches())
                .orElseThrow(() -> settings.complaint(
                        key,
                        "must be up to 32 lower-case letters, digits and dashes; write mainnet-beta, devnet, testnet, or "
                                + "another cluster with genesisHash and rpcUrls"));
    }

    private static String genesis(Settings settings, ClusterPreset preset) {
        Optional<String> written = settings.text(GENESIS_HASH);
        if (written.isPresent() && !GENESIS.matcher(written.get()).matches()) {
            throw settings.complaint(GENESIS_HASH, "must be a hash in base58, as `solana genesis-hash` prints it");
        }
        Optional<String> start = written.map(hash -> hash.substring(0, CAIP_LENGTH));
        if (start.isPresent() && preset.genesis().isPresent() && !start.equals(preset.genesis())) {
            throw settings.complaint(
                    GENESIS_HASH,
                    preset.network() + " begins with " + preset.genesis().get()
                            + "; correct it, or give the cluster another name");
        }
        return start.or(preset::genesis)
                .orElseThrow(() -> settings.complaint(
                        GENESIS_HASH, "is missing; write what `solana genesis-hash` prints for " + preset.network()));
    }

    private static String label(Settings settings) {
        String label = settings.text("label").orElse("WS402");
        if (label.length() > MAX_LABEL) {
            throw settings.complaint("label", "must be " + MAX_LABEL + " characters at most");
        }
        return label;
    }

    private static FinalityPolicy finality(Settings settings, ClusterPreset preset, AmountsReader amounts) {
        Optional<List<Settings>> written = settings.sections(FINALITY);
        if (written.isEmpty()) {
            return new FinalityPolicy(preset.finality().stream()
                    .flatMap(step -> preset(step, amounts))
                    .toList());
        }
        List<FinalityPolicy.Step> steps =
                written.get().stream().map(section -> step(section, amounts)).toList();
        if (steps.isEmpty() || !steps.getLast().upTo().isEmpty()) {
            throw settings.complaint(FINALITY, "the last step must cover every amount; add one without " + UP_TO);
        }
        if (steps.stream().limit(steps.size() - 1L).anyMatch(step -> step.upTo().isEmpty())) {
            throw settings.complaint(FINALITY, "a step behind one without " + UP_TO + " covers nothing; reorder them");
        }
        return new FinalityPolicy(steps);
    }

    /** The step with those of its limits whose assets are taken; none when it has limits for others alone. */
    private static Stream<FinalityPolicy.Step> preset(ClusterPreset.FinalityStep step, AmountsReader amounts) {
        Map<String, BigInteger> limits = amounts.preset(step.upTo());
        return limits.isEmpty() && !step.upTo().isEmpty()
                ? Stream.empty()
                : Stream.of(new FinalityPolicy.Step(limits, step.commitment()));
    }

    private static FinalityPolicy.Step step(Settings section, AmountsReader amounts) {
        Map<String, BigInteger> upTo = section.section(UP_TO).map(amounts::read).orElse(Map.of());
        Commitment commitment = section.text(COMMITMENT)
                .flatMap(Commitment::of)
                .filter(each -> each != Commitment.PROCESSED)
                .orElseThrow(() -> section.complaint(COMMITMENT, "must be confirmed or finalized"));
        section.refuseOthers();
        return new FinalityPolicy.Step(upTo, commitment);
    }

    private static FeePolicy fees(Settings settings) {
        return settings.section("fees").map(SolanaSettingsReader::feesOf).orElse(FEES);
    }

    private static FeePolicy feesOf(Settings section) {
        long most =
                section.integer("maxUnitPriceMicroLamports", 0, MAX_UNIT_PRICE).orElse(FEES.maxUnitPrice());
        long least = section.integer("minUnitPriceMicroLamports", 0, MAX_UNIT_PRICE)
                .orElse(Math.min(FEES.minUnitPrice(), most));
        if (least > most) {
            throw section.complaint("maxUnitPriceMicroLamports", "must be minUnitPriceMicroLamports or more");
        }
        BigInteger rent = section.decimal("maxAccountRentSol")
                .map(figure -> WholeUnits.toSmallest(figure, SOL_DECIMALS)
                        .orElseThrow(() -> section.complaint(
                                "maxAccountRentSol", "has more than " + SOL_DECIMALS + " decimal places")))
                .orElse(FEES.maxAccountRent());
        int accounts = section.integer("newAccountsPerHour", 0, 100_000)
                .orElse((long) FEES.newAccountsPerHour())
                .intValue();
        section.refuseOthers();
        return new FeePolicy(least, most, rent, accounts);
    }
}
