package io.ws402.gateway.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LocalPortTest {
    @Test
    void isFreeUntilSomebodyListens() throws IOException {
        LocalPort port = LocalPort.free();
        assertTrue(port.isFree());
        try (ServerSocket taken = new ServerSocket(port.number(), 1, InetAddress.ofLiteral(LocalPort.HOST))) {
            assertFalse(new LocalPort(taken.getLocalPort()).isFree());
        }
    }

    @Test
    void knowsWhoseProcessListens() throws IOException {
        LocalPort port = LocalPort.free();
        assertFalse(port.isServedBy(ProcessHandle.current().pid()));
        try (ServerSocket taken = new ServerSocket(port.number(), 1, InetAddress.ofLiteral(LocalPort.HOST))) {
            LocalPort served = new LocalPort(taken.getLocalPort());
            assertTrue(served.isServedBy(ProcessHandle.current().pid()));
            assertFalse(served.isServedBy(
                    ProcessHandle.current().parent().orElseThrow().pid()));
        }
    }
}
