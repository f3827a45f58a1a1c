package io.ws402.server.app;

import io.ws402.protocol.config.Config;
import io.ws402.protocol.config.ConfigException;
import io.ws402.server.resource.http.HttpUpstream;
import io.ws402.server.resource.upstream.UpstreamAddress;
import io.ws402.server.resource.upstream.UpstreamHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads what a {@code file} and an {@code http} resource have of their own. */
final class HttpReader {
    private HttpReader() {}

    /** @throws ConfigException naming key and remedy of what is refused */
    static ResourceKind file(Config item) {
        Path path = item.get(ResourceKeys.FILE);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw item.refuse(
                    ResourceKeys.FILE,
                    "names " + path + ", which is no file that can be read",
                    "Name one that is there; a relative path counts from where the server starts.");
        }
        return new ResourceKind.HttpFile(
                path, item.find(ResourceKeys.CONTENT_TYPE).orElse(null));
    }

    /** @throws ConfigException naming key and remedy of what is refused */
    static ResourceKind service(Config item) {
        UpstreamAddress address = address(item);
        List<String> methods = item.find(ResourceKeys.METHODS).orElse(HttpUpstream.READING);
        for (String method : methods) {
            UpstreamReader.refuseIf(
                    item,
                    ResourceKeys.METHODS,
                    "names " + method + ", which ",
                    "Write methods in capitals: [GET, HEAD, POST].",
                    () -> HttpUpstream.requireMethod(method));
        }
        UpstreamHeaders headers = UpstreamReader.headers(item);
        for (String name : headers.forward()) {
            UpstreamReader.refuseIf(
                    item,
                    ResourceKeys.FORWARDED_HEADERS,
                    "names " + name + ", which ",
                    "Remove it.",
                    () -> HttpUpstream.requireForwardable(name));
        }
        return new ResourceKind.HttpService(new HttpUpstream(
                address,
                methods,
                headers,
                item.find(ResourceKeys.FORWARD_QUERY).orElse(false),
                UpstreamReader.trust(item, address)));
    }

    private static UpstreamAddress address(Config item) {
        try {
            return UpstreamAddress.ofHttp(item.get(ResourceKeys.HTTP).reveal());
        } catch (IllegalArgumentException e) {
            throw item.refuse(ResourceKeys.HTTP, String.valueOf(e.getMessage()), "Write it as http://host:port/path.");
        }
    }
}
