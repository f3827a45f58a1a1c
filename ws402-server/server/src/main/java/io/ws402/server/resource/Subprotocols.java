package io.ws402.server.resource;

import io.ws402.protocol.message.MessageCodec;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which WebSocket subprotocol a handshake agrees on. It comes before payment, so configuration alone decides. */
public final class Subprotocols {
    /** The protocol's own: messages about payment, and whatever the resource sends. */
    public static final String WS402 = MessageCodec.SUBPROTOCOL;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private Subprotocols() {}

    /** @throws IllegalArgumentException saying why a resource can not speak it */
    public static void requireValid(String subprotocol) {
        if (!TOKEN.matcher(subprotocol).matches()) {
            throw new IllegalArgumentException("'" + subprotocol + "' is no name of a subprotocol");
        }
        if (subprotocol.equals(WS402)) {
            throw new IllegalArgumentException(WS402 + " is this server's own; it is always spoken");
        }
    }

    /**
     * The first of the offers that the resource speaks; else {@link #WS402} when it is offered; else none.
     *
     * @param offered the values of all {@code Sec-WebSocket-Protocol} headers
     * @param spoken what the resource speaks
     */
    public static @Nullable String choose(List<String> offered, List<String> spoken) {
        List<String> names = offered.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(String::strip)
                .toList();
        return names.stream().filter(spoken::contains).findFirst().orElse(names.contains(WS402) ? WS402 : null);
    }
}
