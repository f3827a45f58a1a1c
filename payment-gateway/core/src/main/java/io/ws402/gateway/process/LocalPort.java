package io.ws402.gateway.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A TCP port of 127.0.0.1. Whether one is free is known only for the moment of the answer: who starts a server on it
 * must still check that the one who answers there is the one started.
 */
public record LocalPort(int number) {
    public static final String HOST = "127.0.0.1";

    /** One that nobody listens on now. */
    public static LocalPort free() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), 0), 1);
            return new LocalPort(probe.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("This machine has no free port on " + HOST, e);
        }
    }

    /** Whether nobody listens on it now. */
    public boolean isFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), number), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
