package io.ws402.gateway.storage;

import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Processes that an earlier owner of the data folder left behind, and the {@code postmaster.pid} that may name one.
 *
 * <p>That file alone proves nothing: after a reboot its process id may be anybody's. A process counts as ours only
 * when it is a {@code postgres} whose working directory is our cluster, which is how every PostgreSQL process runs.
 */
final class OrphanedServer {
    private final Path cluster;

    OrphanedServer(Path cluster) {
        this.cluster = cluster;
    }

    /** The living postmaster that {@code postmaster.pid} names, when it is ours. */
    OptionalLong postmaster() throws IOException {
        return PostmasterFile.read(cluster).stream()
                .mapToLong(PostmasterFile::pid)
                .filter(this::isOurs)
                .findFirst();
    }

    /** Every living process of a server on this cluster. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> isOurs(process.pid()))
                .toList();
    }

    private boolean isOurs(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            Path program = Files.readSymbolicLink(process.resolve("exe")).getFileName();
            // A program file deleted meanwhile shows as "postgres (deleted)".
            return program != null
                    && program.toString().split(" ", 2)[0].equals("postgres")
                    && Files.readSymbolicLink(process.resolve("cwd")).equals(cluster);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Removes a {@code postmaster.pid} that no process of ours stands behind. PostgreSQL would do so itself, except
     * when its process id has meanwhile gone to a stranger: then it refuses to start. Call only with the data folder
     * locked.
     */
    void removeStaleFile() throws IOException {
        if (!processes().isEmpty()) {
            throw new EmbeddedPostgresException(
                    Reason.START_FAILED,
                    "A PostgreSQL server that an earlier run left on " + cluster + " does not stop (processes "
                            + processes().stream().map(ProcessHandle::pid).toList() + "); end it by hand");
        }
        Files.deleteIfExists(PostmasterFile.in(cluster));
    }
}
