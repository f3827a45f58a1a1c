package io.ws402.server.resource.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketConnectOptions;
import io.ws402.protocol.config.Secret;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upstream learns from its handshake: what is configured, who pays, and nothing else. */
class UpstreamHandshakeTest {
    private final Vertx vertx = Vertx.vertx();
    private final TestUpstream upstream = TestUpstream.of(
            vertx,
            new HttpServerOptions().setWebSocketSubProtocols(List.of("graphql-ws", "graphql-transport-ws")),
            TestUpstream::echo);

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | - | -",
                "ws402.v1 | ws402.v1 | -",
                "graphql-ws | graphql-ws | graphql-ws",
                "ws402.v1, graphql-ws | graphql-ws | graphql-ws",
                "unknown, graphql-transport-ws, graphql-ws | graphql-transport-ws | graphql-transport-ws",
                "unknown, ws402.v1 | ws402.v1 | -",
            })
    void agreesOnTheFirstOfferThatTheUpstreamSpeaksElseOnItsOwn(
            @Nullable String offers, @Nullable String agreed, @Nullable String asked) throws InterruptedException {
        try (UpstreamRig rig = rig(UpstreamHeaders.NONE, false)) {
            WebSocketConnectOptions connect = options("/ws402/service");
            if (offers != null) {
                connect.setSubProtocols(List.of(offers.split(", ")));
            }
            Payer payer = rig.server.connect(connect).prove(rig.server.paid("service", UpstreamRig.RICH));
            payer.await("session_started");
            assertEquals(agreed, payer.socket().headers().get("Sec-WebSocket-Protocol"));
            assertEquals(asked, upstream.handshake().getHeader("Sec-WebSocket-Protocol"));
            assertEquals("hello", payer.text("hello").awaitData());
        }
    }

    @Test
    void passesNoHeaderOfThePayerUnlessItIsNamed() throws InterruptedException {
        MultiMap seen = seenWith(UpstreamHeaders.NONE);
        for (String name : List.of("Cookie", "User-Agent", "Authorization", "Origin", "X-Mine", "Sec-Fetch-Mode")) {
            assertFalse(seen.contains(name), name);
        }
        assertFalse(seen.contains("Sec-WebSocket-Extensions"));
    }

    @Test
    void passesWhatIsNamedSetsWhatIsSetAndSaysWhoPays() throws InterruptedException {
        MultiMap seen = seenWith(new UpstreamHeaders(
                List.of("cookie", "User-Agent", "X-Absent", "X-Mine"),
                Map.of("Authorization", new Secret("Bearer ours"), "X-Mine", new Secret("ours"))));
        assertEquals(List.of("a=1", "b=2"), seen.getAll("Cookie"));
        assertEquals("a browser", seen.get("User-Agent"));
        assertEquals(List.of("Bearer ours"), seen.getAll("Authorization"));
        assertEquals(List.of("ours"), seen.getAll("X-Mine"));
        assertFalse(seen.contains("X-Absent"));
        assertEquals(1, seen.getAll("X-WS402-Payer").size());
        assertEquals(true, seen.get("X-WS402-Payer").startsWith("payer-of-"));
        assertEquals(true, seen.get("X-WS402-Session").startsWith("ses_"), seen.get("X-WS402-Session"));
    }

    @Test
    void keepsThePayersQueryToItselfUnlessToldOtherwise() throws InterruptedException {
        assertEquals("/service", asked(false, "/ws402/service?room=1"));
        assertEquals("/service?room=1&q=a", asked(true, "/ws402/service?room=1&resourceId=service&q=a"));
        assertEquals("/service", asked(true, "/?resourceId=service"));
        assertEquals("/service", asked(true, "/ws402/service"));
    }

    private String asked(boolean forwardQuery, String uri) throws InterruptedException {
        return handshake(UpstreamHeaders.NONE, forwardQuery, uri).uri();
    }

    private MultiMap seenWith(UpstreamHeaders headers) throws InterruptedException {
        return handshake(headers, false, "/ws402/service").headers();
    }

    private HttpServerRequest handshake(UpstreamHeaders headers, boolean forwardQuery, String uri)
            throws InterruptedException {
        try (UpstreamRig rig = rig(headers, forwardQuery)) {
            Payer payer = rig.server.connect(options(uri)).prove(rig.server.paid("service", UpstreamRig.RICH));
            payer.await("session_started");
            HttpServerRequest handshake = upstream.handshake();
            assertNull(handshake.getHeader("Sec-WebSocket-Protocol"));
            return handshake;
        }
    }

    private static WebSocketConnectOptions options(String uri) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setURI(uri)
                .setAllowOriginHeader(false)
                .putHeader("User-Agent", "a browser")
                .putHeader("Authorization", "Bearer the payer's")
                .putHeader("X-Mine", "theirs")
                .putHeader("X-WS402-Payer", "somebody else")
                .putHeader("X-WS402-Session", "another")
                .putHeader("Sec-Fetch-Mode", "websocket");
        Stream.of("a=1", "b=2").forEach(cookie -> options.addHeader("Cookie", cookie));
        return options;
    }

    private UpstreamRig rig(UpstreamHeaders headers, boolean forwardQuery) {
        UpstreamOptions options = new UpstreamOptions(
                UpstreamAddress.of(upstream.url()),
                List.of("graphql-ws", "graphql-transport-ws"),
                headers,
                forwardQuery,
                null);
        return UpstreamRig.of(config -> config, options, UpstreamRig.LIMITS);
    }
}
