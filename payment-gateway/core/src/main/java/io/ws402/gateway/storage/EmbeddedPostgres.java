package io.ws402.gateway.storage;

import io.ws402.gateway.process.LocalPort;
import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The product's own PostgreSQL, for who has none: durable, for one machine, nothing to install.
 *
 * <p>The data folder lasts across restarts and machine crashes: {@code fsync}, {@code full_page_writes} and
 * {@code synchronous_commit} are on and cannot be turned off by configuration, pages carry checksums. It listens on
 * 127.0.0.1 only, has no Unix socket, and asks for a random password (SCRAM) kept readable to the owner alone in the
 * data folder. Run by root it runs as an unprivileged user.
 *
 * <p>The server ends with {@link #close}, or by itself with a clean shutdown as soon as this JVM has ended, be it by
 * {@code kill -9}. There is no shutdown hook on purpose: hooks run at once and in no order, and those that settle
 * sessions need the database to their end. A server that an earlier owner left behind all the same is found, proved to
 * be of this data folder, stopped cleanly and replaced.
 *
 * <p>Blocking; never call it on an event loop. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The database that {@link #connection} names. */
    public static final String DATABASE = "ws402";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int ATTEMPTS_AT_A_FREE_PORT = 5;
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    private final DataFolder folder;
    private final OwnedProcess server;
    private final ConnectionSettings connection;
    private final DatabaseAdministration administration;

    private EmbeddedPostgres(DataFolder folder, OwnedProcess server, ConnectionSettings connection) {
        this.folder = folder;
        this.server = server;
        this.connection = connection;
        this.administration = new DatabaseAdministration(connection);
    }

    /**
     * Starts the server on {@code dataFolder}, which is created when it does not exist, and makes the database
     * {@value #DATABASE} in it when it is missing. The first start ever on a machine also unpacks the programs into
     * the cache folder (system property {@code ws402.cache}; else {@code ~/.cache/ws402}, for root
     * {@code /var/cache/ws402}).
     *
     * @param port 0 for the port of the last start, or any free one when that is taken or there was none
     * @throws EmbeddedPostgresException when it cannot be had, with a reason and the remedy; then nothing is left
     *     running
     */
    public static EmbeddedPostgres start(Path dataFolder, int port) {
        try {
            DataFolder folder = DataFolder.open(dataFolder);
            try {
                return start(folder, port);
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EmbeddedPostgresException(
                    Reason.DATA_FOLDER_UNUSABLE,
                    "PostgreSQL cannot use the data folder " + dataFolder + " (" + e + "); make it writable, choose"
                            + " another one, or set DATABASE_URL",
                    e);
        }
    }

    private static EmbeddedPostgres start(DataFolder folder, int port) throws IOException {
        PostgresBinaries binaries = PostgresBinaries.unpacked(cache(folder));
        ServerIdentity identity = ServerIdentity.of(folder.root(), folder.startLog());
        PostgresServer server = new PostgresServer(folder, binaries, identity);
        server.requireAccess();
        server.initialize();
        server.stopOrphan();
        return started(folder, server, port);
    }

    private static EmbeddedPostgres started(DataFolder folder, PostgresServer server, int port) throws IOException {
        for (int attempt = 1; ; attempt++) {
            LocalPort chosen = port != 0 ? new LocalPort(port) : freePort(folder, attempt);
            if (!chosen.isFree()) {
                throw portTaken(chosen);
            }
            try {
                return verified(folder, server.start(chosen.number()), chosen);
            } catch (EmbeddedPostgresException e) {
                // Between the look and the bind somebody else may have taken the port.
                if (port != 0 || attempt == ATTEMPTS_AT_A_FREE_PORT || chosen.isFree()) {
                    throw e;
                }
            }
        }
    }

    private static LocalPort freePort(DataFolder folder, int attempt) throws IOException {
        Optional<LocalPort> remembered = attempt == 1 ? folder.port().map(LocalPort::new) : Optional.empty();
        return remembered.filter(LocalPort::isFree).orElseGet(LocalPort::free);
    }

    private static EmbeddedPostgresException portTaken(LocalPort port) {
        return new EmbeddedPostgresException(
                Reason.PORT_IN_USE,
                "Port " + port.number() + " on " + LocalPort.HOST
                        + " is taken; free it, or choose another port for PostgreSQL");
    }

    private static EmbeddedPostgres verified(DataFolder folder, OwnedProcess process, LocalPort port)
            throws IOException {
        try {
            ConnectionSettings connection = new ConnectionSettings(
                    LocalPort.HOST, port.number(), DATABASE, PostgresServer.SUPERUSER, folder.password());
            DatabaseAdministration administration = new DatabaseAdministration(connection);
            // Who answers on the port must be the server on our cluster, not one that took the port in between.
            if (!administration.dataDirectory().equals(folder.cluster())) {
                throw portTaken(port);
            }
            if (!administration.exists(DATABASE)) {
                administration.create(DATABASE);
            }
            folder.storePort(port.number());
            LOG.info("PostgreSQL runs at {} with data folder {}", connection, folder.root());
            return new EmbeddedPostgres(folder, process, connection);
        } catch (IOException | RuntimeException e) {
            process.end(STOP_LIMIT);
            throw e;
        }
    }

    private static Path cache(DataFolder folder) throws IOException {
        String configured = System.getProperty("ws402.cache");
        if (configured != null) {
            return Path.of(configured).toAbsolutePath();
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path usual = ServerIdentity.current() == 0
                ? Path.of("/var/cache")
                : xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        try {
            // A service's user may have no home.
            return Files.createDirectories(usual.resolve("ws402"));
        } catch (IOException e) {
            return folder.root().resolve("programs");
        }
    }

    /**
     * How to connect to a server that another process runs on {@code dataFolder}; empty where none has ever run. Nothing
     * is started or locked, and whether it still runs shows when connecting.
     */
    public static Optional<ConnectionSettings> running(Path dataFolder) {
        try {
            return DataFolder.connection(dataFolder, PostgresServer.SUPERUSER);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    Reason.DATA_FOLDER_UNUSABLE,
                    "The data folder " + dataFolder + " can not be read (" + e
                            + "); run this as the user of the gateway",
                    e);
        }
    }

    /** How to connect as the superuser to the database {@value #DATABASE}. */
    public ConnectionSettings connection() {
        return connection;
    }

    /** The process id of the postmaster. */
    public long pid() {
        return server.pid();
    }

    public boolean isAlive() {
        return server.isAlive();
    }

    /**
     * Creates an empty database.
     *
     * @param name lower-case letters, digits and underscores
     * @throws IllegalArgumentException for any other name
     */
    public void createDatabase(String name) {
        administration.create(name);
    }

    /** Drops a database, with its connections, where it exists. */
    public void dropDatabase(String name) {
        administration.drop(name);
    }

    /**
     * Stops the server: open transactions are rolled back, connections closed, everything is on disk. Repeating it
     * does nothing.
     */
    @Override
    public void close() {
        if (!server.end(STOP_LIMIT)) {
            LOG.warn(
                    "PostgreSQL on {} did not stop in time and was killed; it recovers at the next start",
                    folder.root());
        }
        try {
            folder.close();
        } catch (IOException e) {
            LOG.warn("The lock on {} could not be released", folder.root(), e);
        }
    }
}
