package io.ws402.server.app;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.config.ConfigException;
import io.ws402.server.resource.upstream.UpstreamAddress;
import io.ws402.server.resource.upstream.UpstreamHeaders;
import io.ws402.server.resource.upstream.UpstreamOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamReaderTest {
    @Test
    void anAddressIsEnough() {
        assertEquals(
                UpstreamOptions.of(UpstreamAddress.of("ws://127.0.0.1:9000/chat")),
                read("upstream: ws://127.0.0.1:9000/chat", Map.of()));
    }

    @Test
    void readsWhatTheUpstreamIsToldAndShowsNoSecret() {
        UpstreamOptions options = read("""
                upstream: wss://service.example/?key=hush
                subprotocols: [graphql-ws, mqtt]
                headers:
                  forward: [Cookie, User-Agent]
                  set:
                    - { name: Authorization, value: Bearer hush }
                forwardQuery: true
                """, Map.of());
        assertEquals(List.of("graphql-ws", "mqtt"), options.subprotocols());
        UpstreamHeaders headers = options.headers();
        assertEquals(List.of("Cookie", "User-Agent"), headers.forward());
        assertEquals(
                "Bearer hush",
                requireNonNull(headers.set().get("Authorization")).reveal());
        assertTrue(options.forwardQuery());
        assertFalse(options.toString().contains("hush"), options::toString);
    }

    @Test
    void takesSecretsFromTheEnvironment() {
        UpstreamOptions options = read(
                "upstream: ws://service.example\nheaders: { set: [{ name: X-Key }] }\n",
                Map.of("WS402_RESOURCES_0_HEADERS_SET_0_VALUE", "from outside"));
        assertEquals(
                "from outside",
                requireNonNull(options.headers().set().get("X-Key")).reveal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upstream: http://example.com|resources[0].upstream must begin with ws:// or wss://, not with http:",
                "upstream: ftp://example.com|not with ftp:",
                "upstream: example.com|must begin with ws://",
                "upstream: ws://me:hush@example.com|resources[0].upstream has user info",
                "upstream: ws://example.com/#part|resources[0].upstream has a fragment",
                "upstream: ws:///path|resources[0].upstream",
                "upstream: ws://example.com:0|has the port 0",
                "{ upstream: ws://example.com, resource: echo }|resources[0].upstream stands beside resource",
                "{ resource: echo, subprotocols: [mqtt] }|resources[0].subprotocols means nothing here",
                "{ resource: ticker, headers: { forward: [Cookie] } }|resources[0].headers.forward means nothing here",
                "{ resource: echo, headers: { set: [{ name: A, value: b }] } }|resources[0].headers.set means nothing",
                "{ resource: echo, forwardQuery: true }|resources[0].forwardQuery means nothing here",
                "{ upstream: ws://example.com, tickInterval: 1s }|resources[0].tickInterval means nothing here",
                "{ upstream: ws://example.com, subprotocols: [ws402.v1] }|this server's own",
                "{ upstream: ws://example.com, headers: { forward: [Connection] } }|headers.forward names Connection, which belongs",
                "{ upstream: ws://example.com, headers: { forward: [Sec-WebSocket-Key] } }|begins with Sec-",
                "{ upstream: ws://example.com, headers: { forward: [X-WS402-Payer] } }|begins with X-WS402-",
                "{ upstream: ws://example.com, headers: { set: [{ name: Upgrade, value: b }] } }|set[0].name is Upgrade, which belongs",
                "{ upstream: ws://example.com, headers: { set: [{ name: A, value: \"hush\\r\\nB: c\" }] } }|set[0].value is not one line",
                "{ upstream: ws://example.com, headers: { set: [{ name: A }] } }|headers.set[0].value is missing",
                "{ upstream: ws://example.com, trust: ca.pem }|resources[0].trust is for an upstream that is reached over TLS",
                "{ upstream: wss://example.com, trust: /no/such.pem }|/no/such.pem, which can not be read",
            })
    void refusesWhatCanNotWorkWithoutShowingSecrets(String lines, String complaint) {
        String refusal = String.valueOf(
                assertThrows(ConfigException.class, () -> read(lines, Map.of())).getMessage());
        assertTrue(refusal.contains(complaint), refusal);
        assertTrue(refusal.contains("server.yaml"), refusal);
        assertFalse(refusal.contains("hush"), refusal);
    }

    private static UpstreamOptions read(String lines, Map<String, String> environment) {
        String flow = lines.startsWith("{") ? lines.substring(1, lines.length() - 1) : null;
        String item = flow != null
                ? "  - { id: a, prices: [{ pricePerSecond: 1 }], " + flow + " }\n"
                : "  - id: a\n    prices: [{ pricePerSecond: 1 }]\n" + lines.indent(4);
        Map<String, String> all = new HashMap<>(environment);
        all.put("GATEWAY_API_KEY", "the-key-of-this-server");
        ResourceConfig resource = ProgramConfig.of(ConfigDocument.parse("server.yaml", "resources:\n" + item, all))
                .server()
                .resources()
                .getFirst();
        return ((ResourceKind.Upstream) resource.kind()).options();
    }
}
