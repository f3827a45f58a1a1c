package io.ws402.server.app;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What the launcher runs in its test: listens like a server when it is trained, else says which cache it was given. */
final class LaunchedProgram {
    private LaunchedProgram() {}

    public static void main(String[] arguments) throws IOException {
        if (!String.join(" ", arguments).contains("--port 0")) {
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> argument.startsWith("-XX:AOTCache="))
                    .forEach(System.out::println);
            System.out.println("ran");
            return;
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        System.out.println("listens on http://127.0.0.1:" + server.getAddress().getPort());
    }
}
