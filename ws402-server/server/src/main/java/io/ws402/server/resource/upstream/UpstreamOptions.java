package io.ws402.server.resource.upstream;

import io.ws402.server.resource.Subprotocols;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream as an operator describes it.
 *
 * @param address where it is
 * @param subprotocols which it speaks; a payer's first offer among them is asked of it
 * @param headers what its handshake carries
 * @param forwardQuery whether the payer's query string is appended to the address's
 * @param trust a PEM file with the certificates it is trusted by, or null for those of the system
 */
public record UpstreamOptions(
        UpstreamAddress address,
        List<String> subprotocols,
        UpstreamHeaders headers,
        boolean forwardQuery,
        @Nullable String trust) {
    /** Copies the subprotocols; @throws IllegalArgumentException when one can not be named in a handshake. */
    public UpstreamOptions {
        subprotocols.forEach(Subprotocols::requireValid);
        subprotocols = List.copyOf(subprotocols);
    }

    /** An upstream that is told nothing but who pays. */
    public static UpstreamOptions of(UpstreamAddress address) {
        return new UpstreamOptions(address, List.of(), UpstreamHeaders.NONE, false, null);
    }
}
