package io.ws402.server.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubprotocolsTest {
    private static final List<String> SPOKEN = List.of("graphql-ws", "mqtt");

    @Test
    void theClientsOrderDecidesAmongWhatIsSpoken() {
        assertEquals("mqtt", Subprotocols.choose(List.of("soap, mqtt,graphql-ws"), SPOKEN));
        assertEquals("mqtt", Subprotocols.choose(List.of("soap", " mqtt ", "graphql-ws"), SPOKEN));
        assertEquals("graphql-ws", Subprotocols.choose(List.of("ws402.v1, graphql-ws"), SPOKEN));
    }

    @Test
    void ourOwnIsTheLastResort() {
        assertEquals("ws402.v1", Subprotocols.choose(List.of("soap, ws402.v1"), SPOKEN));
        assertEquals("ws402.v1", Subprotocols.choose(List.of("ws402.v1"), List.of()));
    }

    @Test
    void nothingIsAgreedOnWhenNothingFits() {
        assertNull(Subprotocols.choose(List.of(), SPOKEN));
        assertNull(Subprotocols.choose(List.of("soap", "", ","), SPOKEN));
        assertNull(Subprotocols.choose(List.of("MQTT"), SPOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws402.v1", "", "two words", "a,b", "a\r\nb"})
    void refusesWhatAResourceCanNotSpeak(String name) {
        assertThrows(IllegalArgumentException.class, () -> Subprotocols.requireValid(name));
    }
}
