package io.ws402.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.ws402.server.resource.PayerHandshake;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PayerHandshake} as it is kept while a session lasts: in one string instead of a map with some fifty objects,
 * since hardly a resource looks at it after it has opened.
 *
 * @param headers names and values in turns, a line each: no header has a line break in it
 */
record KeptHandshake(
        String headers, @Nullable String query, @Nullable String subprotocol) {
    private static final String LINE = "\n";

    static KeptHandshake of(HttpServerRequest request, @Nullable String subprotocol) {
        StringJoiner lines = new StringJoiner(LINE);
        request.headers().forEach((name, value) -> lines.add(name).add(value));
        return new KeptHandshake(lines.toString(), request.query(), subprotocol);
    }

    PayerHandshake read() {
        MultiMap read = MultiMap.caseInsensitiveMultiMap();
        String[] lines = headers.split(LINE, -1);
        for (int i = 0; i + 1 < lines.length; i += 2) {
            read.add(lines[i], lines[i + 1]);
        }
        return new PayerHandshake(read, query, subprotocol);
    }
}
