package io.ws402.gateway.methods.evm.config;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.methods.config.AmountsReader;
import io.ws402.gateway.methods.config.EndpointsReader;
import io.ws402.gateway.methods.config.ExposureReader;
import io.ws402.gateway.methods.config.Settings;
import io.ws402.gateway.methods.config.WalletMinimumReader;
import io.ws402.gateway.methods.signing.Environment;
import io.ws402.protocol.money.Asset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code methods.evm}, a list of networks. Anything unknown, missing or ill-typed is a {@link
 * MethodConfigurationException} that names the key and the remedy. Opening a keystore takes about a second.
 */
public final class EvmSettingsReader {
    /** The key below {@code methods:}. */
    public static final String FAMILY = "evm";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final String CHAIN_ID = "chainId";

    private final WalletReader wallets;

    /** @param development whether keys from the environment are allowed */
    public EvmSettingsReader(Environment environment, boolean development) {
        this.wallets = new WalletReader(environment, development);
    }

    /** The networks of the {@code methods:} section; none when it has no key {@code evm}. */
    public List<EvmSettings> read(JsonObject methods) {
        if (methods.getValue(FAMILY) == null) {
            return List.of();
        }
        List<EvmSettings> networks = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Settings settings : Settings.list(FAMILY, methods.getValue(FAMILY))) {
            EvmSettings network = network(settings);
            if (!seen.add(network.id())) {
                throw settings.complaint("id", "'" + network.id() + "' is there twice; give each network its own id");
            }
            if (!seen.add(network.chainId() + network.wallet().address().lower())) {
                throw settings.complaint(
                        "wallet",
                        "is there twice for chain " + network.chainId()
                                + ": a payment would belong to two methods; merge them, or use two wallets");
            }
            networks.add(network);
        }
        return networks;
    }

    private EvmSettings network(Settings settings) {
        String network = name(settings, "network", settings.text("network").or(() -> settings.text("id")));
        ChainPreset preset = ChainPreset.of(network);
        long chainId = chainId(settings, preset);
        AssetsReader.Assets assets = new AssetsReader(preset, chainId).read(settings);
        List<Asset> taken = assets.taken().stream().map(ChainAsset::asset).toList();
        AmountsReader amounts = new AmountsReader(taken);
        EvmSettings read = new EvmSettings(
                settings.path(),
                name(settings, "id", settings.text("id").or(() -> Optional.of(network))),
                network,
                chainId,
                EndpointsReader.urls(settings, preset.rpcUrls()),
                wallets.read(settings),
                assets.nativeCoin(),
                assets.taken(),
                new FinalityReader(amounts).read(settings, preset),
                new ExposureReader(amounts).read(settings, preset.exposurePerPayer(), preset.exposure()),
                WalletMinimumReader.read(settings, taken, assets.nativeCoin()),
                GasReader.read(settings, preset.gas()),
                EndpointsReader.limits(settings),
                pace(settings, preset.pace()),
                Duration.ofSeconds(
                        settings.integer("expiryToleranceSeconds", 0, 3600).orElse(30L)));
        settings.refuseOthers();
        return read;
    }

    private static String name(Settings settings, String key, Optional<String> name) {
        return name.filter(text -> NAME.matcher(text).matches())
                .orElseThrow(() -> settings.complaint(
                        key,
                        "must be up to 32 lower-case letters, digits and dashes; write base, base-sepolia, local, or "
                                + "another network with chainId and rpcUrls"));
    }

    private static long chainId(Settings settings, ChainPreset preset) {
        Optional<Long> written = settings.integer(CHAIN_ID, 1, Integer.MAX_VALUE);
        Optional<Long> known = preset.chainId();
        if (written.isPresent() && known.isPresent() && !written.equals(known)) {
            throw settings.complaint(
                    CHAIN_ID,
                    preset.network() + " is chain " + known.get() + ", not " + written.get()
                            + "; correct it, or give the network another name");
        }
        return written.or(() -> known)
                .orElseThrow(() -> settings.complaint(
                        CHAIN_ID, "is missing; write the EIP-155 id of " + preset.network() + ", for example 8453"));
    }

    private static EvmSettings.Pace pace(Settings settings, EvmSettings.Pace preset) {
        return new EvmSettings.Pace(
                EndpointsReader.millis(settings, "blockTimeMs", preset.blockTime()),
                EndpointsReader.millis(settings, "pollIntervalMs", preset.pollInterval()));
    }
}
