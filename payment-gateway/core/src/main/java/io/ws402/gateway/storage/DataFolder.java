package io.ws402.gateway.storage;

import io.ws402.gateway.process.LocalPort;
import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder that holds one embedded PostgreSQL: its cluster, password, port and logs. Locked while open, so that two
 * processes (or two parts of one) never run a server on the same cluster.
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    // The kernel's file locks belong to processes, and closing any channel of the file drops them: within this JVM the
    // second opener must be turned away before it touches the file.
    private static final Map<Path, Optional<FileChannel>> OPEN_HERE = new ConcurrentHashMap<>();

    private final Path root;
    private final FileChannel lock;

    private DataFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Creates the folder, for this user only, where it is missing, and locks it. */
    static DataFolder open(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            Files.createDirectories(absolute.getParent());
            Files.createDirectories(absolute, PRIVATE_FOLDER);
        }
        Path root = absolute.toRealPath();
        if (OPEN_HERE.putIfAbsent(root, Optional.empty()) != null) {
            throw inUse(root, "this process");
        }
        try {
            requireOursOrEmpty(root);
            FileChannel lock = locked(root);
            OPEN_HERE.put(root, Optional.of(lock));
            Files.createDirectories(root.resolve("log"), PRIVATE_FOLDER);
            return new DataFolder(root, lock);
        } catch (IOException | RuntimeException e) {
            OPEN_HERE.remove(root);
            throw e;
        }
    }

    // Run by root, the whole folder may be given to another user: it must not be somebody's home by mistake.
    private static void requireOursOrEmpty(Path root) throws IOException {
        try (Stream<Path> content = Files.list(root)) {
            if (!Files.exists(root.resolve(LOCK)) && content.findAny().isPresent()) {
                throw new EmbeddedPostgresException(
                        Reason.DATA_FOLDER_UNUSABLE,
                        "The data folder " + root + " holds something else; choose an empty or a new one");
            }
        }
    }

    private static FileChannel locked(Path root) throws IOException {
        Path file = root.resolve(LOCK);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PRIVATE_FILE);
        if (channel.tryLock() == null) {
            try (channel) {
                ByteBuffer owner = ByteBuffer.allocate(20);
                channel.read(owner, 0);
                throw inUse(root, "process " + StandardCharsets.US_ASCII.decode(owner.flip()));
            }
        }
        channel.truncate(0);
        channel.write(ascii(Long.toString(ProcessHandle.current().pid())), 0);
        return channel;
    }

    private static EmbeddedPostgresException inUse(Path root, String owner) {
        return new EmbeddedPostgresException(
                Reason.DATA_FOLDER_IN_USE,
                "The data folder " + root + " is in use by " + owner
                        + "; stop that one, choose another data folder, or set DATABASE_URL");
    }

    Path root() {
        return root;
    }

    /** PostgreSQL's own data directory. Exists only complete: a cluster is made beside it and renamed. */
    Path cluster() {
        return root.resolve("cluster");
    }

    Path unfinishedCluster() {
        return root.resolve("cluster.unfinished");
    }

    Path passwordFile() {
        return root.resolve("password");
    }

    Path logs() {
        return root.resolve("log");
    }

    /** Output of the programs before and beside the server's own log. */
    Path startLog() {
        return logs().resolve("start.log");
    }

    String password() throws IOException {
        if (!Files.exists(passwordFile())) {
            throw new EmbeddedPostgresException(
                    Reason.DATA_FOLDER_UNUSABLE,
                    "The data folder " + root + " has a database but not its password; restore the file "
                            + passwordFile() + " from your backup");
        }
        return Files.readString(passwordFile()).strip();
    }

    void storePassword(String password) throws IOException {
        store(passwordFile(), password);
    }

    /** How to connect to the server that was last started on a folder that somebody else has open. */
    static Optional<ConnectionSettings> connection(Path folder, String user) throws IOException {
        Path root = folder.toAbsolutePath();
        Optional<Integer> port = port(root);
        if (port.isEmpty()) {
            return Optional.empty();
        }
        String password = Files.readString(root.resolve("password")).strip();
        return Optional.of(
                new ConnectionSettings(LocalPort.HOST, port.get(), EmbeddedPostgres.DATABASE, user, password));
    }

    /** The port of the last start; empty before the first. */
    Optional<Integer> port() throws IOException {
        return port(root);
    }

    private static Optional<Integer> port(Path root) throws IOException {
        Path file = root.resolve("port");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Integer.parseInt(Files.readString(file).strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    void storePort(int port) throws IOException {
        store(root.resolve("port"), Integer.toString(port));
    }

    private static void store(Path file, String content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = FileChannel.open(
                unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE_FILE)) {
            channel.write(ascii(content + "\n"));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Deletes {@code tree} where it exists. */
    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }

    /** Unlocks the folder. */
    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            OPEN_HERE.remove(root);
        }
    }
}
