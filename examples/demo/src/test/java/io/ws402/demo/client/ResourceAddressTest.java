package io.ws402.demo.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:4030/ws402/ticker, http://127.0.0.1:4030, ticker",
        "ws://127.0.0.1:4030/ws402/ticker, http://127.0.0.1:4030, ticker",
        "wss://api.example/ws402/ticker/, https://api.example, ticker",
        "https://api.example/ws402/schema/a.b-c?duration=300, https://api.example, a.b-c",
        "https://api.example/paid/ws402/ticker, https://api.example/paid, ticker",
        "ws://127.0.0.1:4030/?resourceId=ticker, http://127.0.0.1:4030, ticker",
        "ws://127.0.0.1:4030?x=1&resourceId=ticker&y=2, http://127.0.0.1:4030, ticker"
    })
    void readsEveryFormInWhichAResourceIsNamed(String text, String server, String resourceId) {
        assertEquals(new ResourceAddress(URI.create(server), resourceId), ResourceAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ticker",
                "127.0.0.1:4030/ws402/ticker",
                "ftp://127.0.0.1/ws402/ticker",
                "http:///ws402/ticker",
                "http://user:secret@host/ws402/ticker",
                "http://127.0.0.1:4030",
                "http://127.0.0.1:4030/ticker",
                "http://127.0.0.1:4030/ws402/a%2Fb",
                "http://127.0.0.1:4030/ws402/a b"
            })
    void refusesWhatNamesNoResource(String text) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> ResourceAddress.parse(text));
        assertTrue(String.valueOf(refusal.getMessage()).contains("http://host:port/ws402/RESOURCE"));
    }

    @Test
    void knowsWhereEverythingOfAResourceIs() {
        ResourceAddress ticker = ResourceAddress.parse("https://api.example/ws402/ticker");

        assertEquals(URI.create("wss://api.example/ws402/ticker"), ticker.socket());
        assertEquals(URI.create("https://api.example/ws402/schema/ticker?duration=30"), ticker.schema(30, null, null));
        assertEquals(
                URI.create("https://api.example/ws402/schema/ticker?duration=30&method=base"
                        + "&asset=eip155%3A8453%2Fslip44%3A60"),
                ticker.schema(30, "base", "eip155:8453/slip44:60"));
        assertEquals(URI.create("https://api.example/ws402/sessions/ses_1"), ticker.session("ses_1"));
        assertEquals(
                URI.create("wss://other.example/ws402/ticker"),
                ticker.on(URI.create("https://other.example/")).socket());
    }
}
