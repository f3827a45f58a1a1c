package io.ws402.gateway.methods.config;

import io.ws402.gateway.methods.rpc.RpcLimits;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code rpcUrls} and {@code rpc}: the endpoints of a chain and how long they may take. */
public final class EndpointsReader {
    private static final String RPC_URLS = "rpcUrls";
    private static final RpcLimits RPC = new RpcLimits(Duration.ofSeconds(4), Duration.ofSeconds(8), 64);
    private static final long MAX_MS = 600_000;

    private EndpointsReader() {}

    /** One or more endpoints, those of {@code preset} when none is written. */
    public static List<URI> urls(Settings settings, List<String> preset) {
        List<String> urls = settings.texts(RPC_URLS).orElse(preset);
        if (urls.isEmpty()) {
            throw settings.complaint(RPC_URLS, "is missing; write one or more JSON-RPC endpoints");
        }
        List<URI> read = new ArrayList<>();
        for (String url : urls) {
            read.add(url(settings, url, read.size()));
        }
        return read;
    }

    /** The complaint does not repeat the URL, which may carry a key. */
    private static URI url(Settings settings, String text, int position) {
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

    /** How long they may take; four seconds for a call and eight for an answer when nothing is written. */
    public static RpcLimits limits(Settings settings) {
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

    /** A time in milliseconds, ten minutes at most. */
    public static Duration millis(Settings settings, String key, Duration preset) {
        return settings.integer(key, 1, MAX_MS).map(Duration::ofMillis).orElse(preset);
    }
}
