package io.ws402.gateway.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A TCP port of 127.0.0.1. Whether one is free is known only for the moment of the answer: who starts a server on it
 * must still check that the one who answers there is the one started ({@link #isServedBy}).
 */
public record LocalPort(int number) {
    public static final String HOST = "127.0.0.1";

    // The kernel's tables of sockets, a line each: local and remote address in hexadecimal, state (0A is listening),
    // and
    // further on the socket's inode. In the second one an IPv4 address stands in its IPv6 form, as Java's sockets have
    // it.
    private static final List<Path> SOCKETS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final Pattern LISTENING = Pattern.compile(
            "\\s*\\d+: (?:0000000000000000FFFF0000)?0100007F:(?<port>[0-9A-F]{4}) \\S+ 0A \\S+ \\S+ \\S+"
                    + "\\s+\\d+\\s+\\d+ (?<inode>\\d+) .*");

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

    /** Whether the process {@code pid}, of this user and on Linux, is the one that listens on it now. */
    public boolean isServedBy(long pid) throws IOException {
        Optional<String> socket = listeningInode().map(inode -> "socket:[" + inode + "]");
        if (socket.isEmpty()) {
            return false;
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.anyMatch(each -> pointsTo(each, socket.get()));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Optional<String> listeningInode() throws IOException {
        String port = String.format(Locale.ROOT, "%04X", number);
        for (Path table : SOCKETS) {
            try (Stream<String> lines = Files.lines(table)) {
                Optional<String> inode = lines.map(LISTENING::matcher)
                        .filter(line -> line.matches() && line.group("port").equals(port))
                        .map((Matcher line) -> line.group("inode"))
                        .findFirst();
                if (inode.isPresent()) {
                    return inode;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean pointsTo(Path link, String target) {
        try {
            return Files.readSymbolicLink(link).toString().equals(target);
        } catch (IOException e) {
            // Closed since the folder was listed.
            return false;
        }
    }
}
