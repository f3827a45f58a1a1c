package io.ws402.demo.system;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    @Test
    void followTheGatewaysPort() {
        assertEquals(new Ports(5000, 5001, 5002, 5003, 5004, 5005), Ports.from(5000));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 80, 65_531, 70_000})
    void areOrdinaryOnes(int base) {
        assertThrows(IllegalArgumentException.class, () -> Ports.from(base));
    }

    @Test
    void nameEveryOneThatIsInUse() throws IOException {
        Ports ports = Ports.free();
        assertDoesNotThrow(() -> ports.requireFree());

        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), ports.secondServer()));
            SystemException refusal = assertThrows(SystemException.class, ports::requireFree);
            assertTrue(refusal.sentence().contains("port " + ports.secondServer() + " (for server 2);"));
        }
    }
}
