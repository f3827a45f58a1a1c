package io.ws402.server.resource.http;

import io.ws402.server.resource.upstream.UpstreamAddress;
import io.ws402.server.resource.upstream.UpstreamHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP service to sell.
 *
 * @param address where it is; nothing outside of its path is ever asked for
 * @param methods what may be asked of it
 * @param headers what it is told besides what RFC 9110 needs for ranges, conditions and content
 * @param forwardQuery whether it gets the payer's query string, after its own
 * @param trust a PEM file with the certificates it is trusted by, or null for the system's
 */
public record HttpUpstream(
        UpstreamAddress address,
        List<String> methods,
        UpstreamHeaders headers,
        boolean forwardQuery,
        @Nullable String trust) {
    /** What a service is asked by default. */
    public static final List<String> READING = List.of("GET", "HEAD");

    private static final Set<String> POSSIBLE = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    /** @throws IllegalArgumentException for a method or header that is not handed on */
    public HttpUpstream {
        methods.forEach(HttpUpstream::requireMethod);
        headers.forward().forEach(HttpUpstream::requireForwardable);
        methods = List.copyOf(methods);
    }

    /** @throws IllegalArgumentException saying why this method is not handed on */
    public static void requireMethod(String method) {
        if (!POSSIBLE.contains(method)) {
            throw new IllegalArgumentException(
                    "is none of " + POSSIBLE.stream().sorted().toList());
        }
    }

    /** @throws IllegalArgumentException saying why this header of a payer is not handed on */
    public static void requireForwardable(String name) {
        if (name.toLowerCase(Locale.ROOT).equals("authorization")) {
            throw new IllegalArgumentException("carries the payer's access token, which is for this server alone");
        }
    }
}
