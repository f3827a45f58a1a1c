package io.ws402.server.app;

import io.ws402.protocol.config.Config;
import io.ws402.protocol.config.ConfigEntry;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.config.Secret;
import io.ws402.server.resource.Subprotocols;
import io.ws402.server.resource.upstream.UpstreamAddress;
import io.ws402.server.resource.upstream.UpstreamHeaders;
import io.ws402.server.resource.upstream.UpstreamOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what an {@code upstream} resource has of its own. */
final class UpstreamReader {
    private UpstreamReader() {}

    /** @throws ConfigException naming key and remedy of what is refused */
    static ResourceKind read(Config item) {
        UpstreamAddress address = address(item);
        List<String> subprotocols = item.find(ResourceKeys.SUBPROTOCOLS).orElse(List.of());
        refuseIf(item, ResourceKeys.SUBPROTOCOLS, "names what can not be spoken: ", "Correct it.", () -> {
            subprotocols.forEach(Subprotocols::requireValid);
        });
        return new ResourceKind.Upstream(new UpstreamOptions(
                address,
                subprotocols,
                headers(item),
                item.find(ResourceKeys.FORWARD_QUERY).orElse(false),
                trust(item, address)));
    }

    static UpstreamHeaders headers(Config item) {
        return new UpstreamHeaders(forwarded(item), set(item));
    }

    private static UpstreamAddress address(Config item) {
        try {
            return UpstreamAddress.of(item.get(ResourceKeys.UPSTREAM).reveal());
        } catch (IllegalArgumentException e) {
            throw item.refuse(
                    ResourceKeys.UPSTREAM, String.valueOf(e.getMessage()), "Write it as ws://host:port/path.");
        }
    }

    private static List<String> forwarded(Config item) {
        List<String> names = item.find(ResourceKeys.FORWARDED_HEADERS).orElse(List.of());
        for (String name : names) {
            refuseIf(
                    item,
                    ResourceKeys.FORWARDED_HEADERS,
                    "names " + name + ", which ",
                    "Remove it.",
                    () -> UpstreamHeaders.requireName(name));
        }
        return names;
    }

    private static Map<String, Secret> set(Config item) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        for (Config header : item.items(ResourceKeys.SET_HEADERS)) {
            String name = header.get(ResourceKeys.HEADER_NAME);
            Secret value = header.get(ResourceKeys.HEADER_VALUE);
            refuseIf(
                    header,
                    ResourceKeys.HEADER_NAME,
                    "is " + name + ", which ",
                    "Remove it.",
                    () -> UpstreamHeaders.requireName(name));
            refuseIf(header, ResourceKeys.HEADER_VALUE, "", "Correct it.", () -> UpstreamHeaders.requireValue(value));
            headers.put(name, value);
        }
        return headers;
    }

    static @Nullable String trust(Config item, UpstreamAddress address) {
        Path file = item.find(ResourceKeys.TRUST).orElse(null);
        if (file != null && !address.tls()) {
            throw item.refuse(
                    ResourceKeys.TRUST,
                    "is for an upstream that is reached over TLS, and this one is not",
                    "Remove it.");
        }
        if (file != null && !Files.isReadable(file)) {
            throw item.refuse(
                    ResourceKeys.TRUST, "names " + file + ", which can not be read", "Name a PEM file that is there.");
        }
        return file == null ? null : file.toString();
    }

    static void refuseIf(Config item, ConfigEntry entry, String prefix, String remedy, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw item.refuse(entry, prefix + e.getMessage(), remedy);
        }
    }
}
