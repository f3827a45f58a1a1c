package io.ws402.server.resource.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.config.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "ws://example.com, false, example.com, 80, /",
        "wss://example.com/a/b?key=x, true, example.com, 443, /a/b?key=x",
        "WS://[::1]:9000/x, false, ::1, 9000, /x",
        "ws://10.0.0.1:65535, false, 10.0.0.1, 65535, /",
    })
    void readsWhereAnUpstreamIs(String url, boolean tls, String host, int port, String uri) {
        UpstreamAddress address = UpstreamAddress.of(url);
        assertEquals(tls, address.tls());
        assertEquals(host, address.host());
        assertEquals(port, address.port());
        assertEquals(uri, address.requestUri(""));
        assertFalse(address.toString().contains("key"), address::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "example.com:80",
                "//example.com",
                "ws://user:word@example.com",
                "ws://example.com/#part",
                "ws:///path",
                "ws://example.com:0",
                "ws://example.com:70000",
                "ws://exa mple.com",
            })
    void refusesWhatIsNoUpstreamWithoutRepeatingIt(String url) {
        String refusal = assertThrows(IllegalArgumentException.class, () -> UpstreamAddress.of(url))
                .getMessage();
        assertFalse(String.valueOf(refusal).contains("word"), refusal);
    }

    @Test
    void appendsAQueryToItsOwn() {
        UpstreamAddress address = UpstreamAddress.of("ws://example.com/a?key=x");
        assertEquals("/a?key=x&room=1", address.requestUri("room=1"));
        assertEquals("/?room=1", UpstreamAddress.of("ws://example.com").requestUri("room=1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a=1&b=2 a=1&b=2",
                "resourceId=x&b=2 b=2",
                "resource%49d=x&b=2 b=2",
                "a={|}&b=% a=%7B%7C%7D&b=%25",
                "a=%C3%A9&b=é a=%C3%A9&b=%C3%A9",
                "a=%zz a=%25zz",
            })
    void handsAQueryOnInALegalForm(String raw, String forwarded) {
        assertEquals(forwarded, PayerQuery.forwarded(raw));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "transfer-encoding",
                "Upgrade",
                "Proxy-Authorization",
                "Sec-WebSocket-Key",
                "sec-fetch-site",
                "X-WS402-Payer",
                "not a token",
                "X:Y",
                "",
            })
    void refusesAHeaderThatAProxyDoesNotHandOn(String name) {
        assertThrows(IllegalArgumentException.class, () -> UpstreamHeaders.requireName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Forged: b", "a\nb", "a\u0000b", " padded", "", "é"})
    void refusesAValueThatIsNotOneLine(String value) {
        String refusal = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> UpstreamHeaders.requireValue(new Secret(value)))
                        .getMessage());
        assertTrue(value.isEmpty() || !refusal.contains(value), refusal);
    }

    @ParameterizedTest
    @CsvSource({"1000,1000", "1005,1000", "1004,1011", "1006,1011", "1015,1011", "2999,1011", "3000,3000", "4999,4999"})
    void sendsOnlyCloseCodesThatMayBeSent(int received, int sendable) {
        assertEquals(sendable, CloseCodes.sendable(received));
    }
}
