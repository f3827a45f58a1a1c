package io.ws402.gateway.storage;

import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.process.OwnedProcess.EndSignal;
import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs PostgreSQL's programs on one {@link DataFolder}: initdb, pg_ctl, and the server itself. */
final class PostgresServer {
    static final String SUPERUSER = "ws402";

    /** What money rests on. Given on the command line, where no file and no ALTER SYSTEM overrules it. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "200"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            // One file for each weekday, overwritten a week later: the log cannot fill the disk over the years.
            Map.entry("logging_collector", "on"),
            Map.entry("log_filename", "postgresql-%a.log"),
            Map.entry("log_truncate_on_rotation", "on"),
            Map.entry("log_rotation_size", "0"),
            Map.entry("log_file_mode", "0600"));

    private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);

    private final DataFolder folder;
    private final PostgresBinaries binaries;
    private final ServerIdentity identity;

    PostgresServer(DataFolder folder, PostgresBinaries binaries, ServerIdentity identity) {
        this.folder = folder;
        this.binaries = binaries;
        this.identity = identity;
    }

    /** Makes the cluster where there is none; one interrupted half-way is made afresh. */
    void initialize() throws IOException {
        if (Files.isDirectory(folder.cluster())) {
            requireSameMajorVersion();
            return;
        }
        Path unfinished = folder.unfinishedCluster();
        DataFolder.delete(unfinished);
        folder.storePassword(randomPassword());
        identity.own(folder.passwordFile());
        run(
                INITDB_LIMIT,
                "initdb",
                "--pgdata=" + unfinished,
                "--username=" + SUPERUSER,
                "--pwfile=" + folder.passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums");
        Files.move(unfinished, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes sure that whoever the programs run as may use the folders. */
    void requireAccess() throws IOException {
        identity.own(folder.root());
        if (!identity.runs(List.of("test", "-x", binaries.program("postgres").toString()), folder.startLog())
                || !identity.runs(List.of("test", "-w", folder.root().toString()), folder.startLog())) {
            throw new EmbeddedPostgresException(
                    Reason.RUNS_AS_ROOT,
                    "Root runs PostgreSQL as another user, and that one may not enter " + binaries.home() + " or "
                            + folder.root() + "; run as an ordinary user, or choose a data folder and a cache folder"
                            + " (-Dws402.cache=...) that everybody may pass through");
        }
    }

    private static String randomPassword() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private void requireSameMajorVersion() throws IOException {
        String data = Files.readString(folder.cluster().resolve("PG_VERSION")).strip();
        String program = output("postgres", "--version")
                .replaceFirst("^\\D*(\\d+).*", "$1")
                .strip();
        if (!data.equals(program)) {
            throw new EmbeddedPostgresException(
                    Reason.OTHER_MAJOR_VERSION,
                    "The data folder " + folder.root() + " was written by PostgreSQL " + data + ", this is PostgreSQL "
                            + program + "; move the data with pg_dump or pg_upgrade, or choose another data folder");
        }
    }

    /** Stops the server that an owner which died left on this cluster, if there is one. */
    void stopOrphan() throws IOException {
        OrphanedServer orphan = new OrphanedServer(folder.cluster());
        if (orphan.postmaster().isPresent()) {
            run(
                    STOP_LIMIT.plusSeconds(5),
                    "pg_ctl",
                    "stop",
                    "--pgdata=" + folder.cluster(),
                    "--mode=fast",
                    "--timeout=" + STOP_LIMIT.toSeconds());
        }
        // Backends whose postmaster was killed notice at once, yet not in no time.
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!orphan.processes().isEmpty() && System.nanoTime() < deadline) {
            pause();
        }
        orphan.removeStaleFile();
    }

    /** Starts the server and waits until it takes connections. */
    OwnedProcess start(int port) throws IOException {
        List<String> line = command("postgres", "-D", folder.cluster().toString(), "-c", "port=" + port);
        line.addAll(List.of("-c", "log_directory=" + folder.logs()));
        SETTINGS.forEach((name, value) -> line.addAll(List.of("-c", name + "=" + value)));
        OwnedProcess server = OwnedProcess.start(line, Map.of(), EndSignal.INT, startLog());
        try {
            awaitReady(server);
            return server;
        } catch (IOException | RuntimeException e) {
            server.end(STOP_LIMIT);
            throw e;
        }
    }

    private void awaitReady(OwnedProcess server) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (server.isAlive()) {
            Optional<PostmasterFile> file = PostmasterFile.read(folder.cluster());
            if (file.isPresent()
                    && file.get().pid() == server.pid()
                    && file.get().isReady()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw failed("was not ready after " + START_LIMIT.toSeconds() + " s");
            }
            pause();
        }
        throw failed("ended with status " + server.exitStatus());
    }

    private void run(Duration limit, String program, String... arguments) throws IOException {
        try (OwnedProcess process =
                OwnedProcess.start(command(program, arguments), Map.of(), EndSignal.TERM, startLog())) {
            if (!process.awaitEnd(limit)) {
                throw failed(program + " had not ended after " + limit.toSeconds() + " s");
            }
            if (process.exitStatus() != 0) {
                throw failed(program + " ended with status " + process.exitStatus());
            }
        }
    }

    private String output(String program, String... arguments) throws IOException {
        run(Duration.ofSeconds(30), program, arguments);
        return Files.readString(folder.startLog());
    }

    private List<String> command(String program, String... arguments) {
        List<String> line = new ArrayList<>(identity.prefix());
        line.add(binaries.program(program).toString());
        line.addAll(List.of(arguments));
        return line;
    }

    private Path startLog() throws IOException {
        Files.deleteIfExists(folder.startLog());
        return folder.startLog();
    }

    private EmbeddedPostgresException failed(String what) throws IOException {
        return new EmbeddedPostgresException(
                Reason.START_FAILED,
                "PostgreSQL on " + folder.root() + " " + what + ". The end of its log:\n" + logTail());
    }

    private String logTail() throws IOException {
        try (Stream<Path> logs = Files.list(folder.logs())) {
            Optional<Path> latest = logs.filter(log -> log.toFile().length() > 0)
                    .max((a, b) ->
                            Long.compare(a.toFile().lastModified(), b.toFile().lastModified()));
            if (latest.isEmpty()) {
                return "(nothing)";
            }
            List<String> lines = Files.readAllLines(latest.get());
            return lines.subList(Math.max(0, lines.size() - 15), lines.size()).stream()
                    .collect(Collectors.joining("\n"));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException(Reason.START_FAILED, "The start was interrupted", e);
        }
    }
}
