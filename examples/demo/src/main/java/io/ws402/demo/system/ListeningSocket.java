package io.ws402.demo.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Whose a listening port is, as Linux tells it under {@code /proc}: a service that answers on a port need not be the one
 * that was just started for it.
 */
final class ListeningSocket {
    private static final String LISTEN = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListeningSocket() {}

    /** Whether the process listens on the port; true where the system does not tell. */
    static boolean isOf(long pid, int port) {
        try {
            Set<String> sockets = new HashSet<>();
            for (String table : new String[] {"tcp", "tcp6"}) {
                Path path = Path.of("/proc/self/net", table);
                if (Files.isReadable(path)) {
                    sockets.addAll(listeners(path, port));
                }
            }
            return sockets.isEmpty() || holdsOne(pid, sockets);
        } catch (IOException notTold) {
            return true;
        }
    }

    private static Set<String> listeners(Path table, int port) throws IOException {
        Set<String> sockets = new HashSet<>();
        String suffix = String.format(":%04X", port);
        for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > INODE && fields[LOCAL_ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTEN)) {
                sockets.add("socket:[" + fields[INODE] + "]");
            }
        }
        return sockets;
    }

    private static boolean holdsOne(long pid, Set<String> sockets) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc", "" + pid, "fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
