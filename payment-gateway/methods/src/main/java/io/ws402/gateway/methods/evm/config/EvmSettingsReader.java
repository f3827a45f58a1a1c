package io.ws402.gateway.methods.evm.config;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.methods.evm.rpc.RpcLimits;
import io.ws402.gateway.methods.signing.Environment;
import java.net.URI;
import java.net.URISyntaxException;
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
    private static final String RPC_URLS = "rpcUrls";
    private static final RpcLimits RPC = new RpcLimits(Duration.ofSeconds(4), Duration.ofSeconds(8), 64);
    private static final long MAX_MS = 600_000;

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
        EvmSettings read = new EvmSettings(
                settings.path(),
                name(settings, "id", settings.text("id").or(() -> Optional.of(network))),
                network,
                chainId,
                rpcUrls(settings, preset),
                wallets.read(settings),
                assets.nativeCoin(),
                assets.taken(),
                new FinalityReader(assets.taken()).read(settings, preset),
                GasReader.read(settings, preset.gas()),
                rpc(settings),
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

    private static List<URI> rpcUrls(Settings settings, ChainPreset preset) {
        List<String> urls = settings.texts(RPC_URLS).orElse(preset.rpcUrls());
        if (urls.isEmpty()) {
            throw settings.complaint(RPC_URLS, "is missing; write one or more JSON-RPC endpoints");
        }
        List<URI> read = new ArrayList<>();
        for (String url : urls) {
            read.add(rpcUrl(settings, url, read.size()));
        }
        return read;
    }

    /** The complaint does not repeat the URL, which may carry a key. */
    private static URI rpcUrl(Settings settings, String text, int position) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Falls through to the complaint, which shows less than this exception would.
        }
        throw settings.complaint(RPC_URLS + "[" + position + "]", "must be an http:// or https:// URL");
    }

    private static RpcLimits rpc(Settings settings) {
        return settings.section("rpc")
                .map(section -> {
                    RpcLimits limits = new RpcLimits(
                            millis(section, "callTimeoutMs", RPC.callTimeout()),
                            millis(section, "totalTimeoutMs", RPC.totalTimeout()),
                            section.integer("maxInFlight", 1, 10_000)
                                    .orElse((long) RPC.maxInFlight())
                                    .intValue());
                    section.refuseOthers();
                    return limits;
                })
                .orElse(RPC);
    }

    private static EvmSettings.Pace pace(Settings settings, EvmSettings.Pace preset) {
        return new EvmSettings.Pace(
                millis(settings, "blockTimeMs", preset.blockTime()),
                millis(settings, "pollIntervalMs", preset.pollInterval()));
    }

    private static Duration millis(Settings settings, String key, Duration preset) {
        return settings.integer(key, 1, MAX_MS).map(Duration::ofMillis).orElse(preset);
    }
}
