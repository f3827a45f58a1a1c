package io.ws402.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.ws402.protocol.gateway.Problem;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests to become a WebSocket as RFC 6455, section 4.2.1, has them; drafts of it are not served. */
final class Handshake {
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    /** Whether a request wants to become a WebSocket. */
    static boolean isWanted(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    /** What is wrong with such a request, or null. */
    static @Nullable Problem problem(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_1_1) {
            return bad("A WebSocket begins with HTTP/1.1.");
        }
        if (!mentionsUpgrade(request.headers().getAll(HttpHeaders.CONNECTION))) {
            return bad("The header Connection must say Upgrade. A proxy on the way may have removed it.");
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            return Problem.of(
                    426,
                    "unsupported_websocket_version",
                    "Another WebSocket version",
                    "Connect with Sec-WebSocket-Version: 13.");
        }
        if (!isKey(request.headers().getAll("Sec-WebSocket-Key"))) {
            return bad("The header Sec-WebSocket-Key must be 16 random bytes in Base64.");
        }
        // Whoever waits for a body that never comes would keep its place among the unpaid for nothing.
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && !length.equals("0")) {
            return bad("A request to become a WebSocket has no body.");
        }
        return null;
    }

    private static boolean mentionsUpgrade(List<String> connection) {
        return connection.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .anyMatch(option -> option.strip().equalsIgnoreCase("upgrade"));
    }

    private static boolean isKey(List<String> keys) {
        try {
            return keys.size() == 1 && Base64.getDecoder().decode(keys.getFirst()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Problem bad(String remedy) {
        return Problem.of(400, "bad_upgrade", "No WebSocket handshake", remedy);
    }
}
