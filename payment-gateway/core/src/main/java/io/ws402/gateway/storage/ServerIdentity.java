package io.ws402.gateway.storage;

import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.process.OwnedProcess.EndSignal;
import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL's programs run. They refuse to run as root, and rightly so; an ordinary user runs them as
 * itself.
 */
sealed interface ServerIdentity {
    /** The user nobody of Debian and its relatives. */
    int NOBODY = 65534;

    /** What stands in front of each command line. */
    List<String> prefix();

    /** Gives {@code path} and what is below it to whom the programs run as. */
    void own(Path path) throws IOException;

    /** The ordinary user this JVM runs as. */
    record Same() implements ServerIdentity {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public void own(Path path) {}
    }

    /**
     * Root without its powers: in a user namespace that maps nobody, the programs see another user id and have no
     * capability outside, while the files stay root's. It needs no second user and no folder that one may enter.
     */
    record Namespace() implements ServerIdentity {
        @Override
        public List<String> prefix() {
            return List.of("unshare", "--user");
        }

        @Override
        public void own(Path path) {}
    }

    /** Another user, for root where namespaces are forbidden (most containers) or the data folder is that user's. */
    record Other(int user, int group) implements ServerIdentity {
        @Override
        public List<String> prefix() {
            return List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--");
        }

        @Override
        public void own(Path path) throws IOException {
            try (Stream<Path> tree = Files.walk(path)) {
                for (Path each : (Iterable<Path>) tree::iterator) {
                    Files.setAttribute(each, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(each, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    /** The user id this JVM acts as. */
    static int current() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /** Chooses for the existing folder {@code data}, trying what works on this machine. */
    static ServerIdentity of(Path data, Path log) throws IOException {
        int user = current();
        int owner = (int) Files.getAttribute(data, "unix:uid");
        if (user != 0) {
            if (owner != user) {
                throw new EmbeddedPostgresException(
                        Reason.DATA_FOLDER_UNUSABLE,
                        "The data folder " + data + " belongs to another user (id " + owner
                                + "); run as that user, or choose another data folder");
            }
            return new Same();
        }
        return owner == 0 ? forRoot(log) : new Other(owner, (int) Files.getAttribute(data, "unix:gid"));
    }

    private static ServerIdentity forRoot(Path log) {
        for (ServerIdentity candidate : List.of(new Namespace(), new Other(NOBODY, NOBODY))) {
            if (candidate.runs(List.of("true"), log)) {
                return candidate;
            }
        }
        throw new EmbeddedPostgresException(
                Reason.RUNS_AS_ROOT,
                "PostgreSQL refuses to run as root, and here root may neither make a user namespace (unshare --user) nor"
                        + " become another user (setpriv); run as an ordinary user, or set DATABASE_URL");
    }

    /** Whether {@code command} succeeds under this identity. */
    default boolean runs(List<String> command, Path log) {
        List<String> line = Stream.concat(prefix().stream(), command.stream()).toList();
        try (OwnedProcess process = OwnedProcess.start(line, Map.of(), EndSignal.KILL, log)) {
            return process.awaitEnd(Duration.ofSeconds(10)) && process.exitStatus() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
