package io.ws402.server.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The folder of one journal, locked while it is open. The system drops the lock of a process that dies. Blocking. */
final class JournalFolder implements AutoCloseable {
    static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    // File locks belong to processes, and closing any channel of the file drops them: within this JVM the second opener
    // must be turned away before it touches the file.
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lock;

    private JournalFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Creates the folder, for this user only, where it is missing, and locks it. */
    static JournalFolder open(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            Files.createDirectories(absolute, PRIVATE_FOLDER);
        }
        Path root = absolute.toRealPath();
        if (!OPEN_HERE.add(root)) {
            throw JournalException.inUse(root);
        }
        try {
            return new JournalFolder(root, locked(root));
        } catch (IOException | RuntimeException e) {
            OPEN_HERE.remove(root);
            throw e;
        }
    }

    private static FileChannel locked(Path root) throws IOException {
        FileChannel channel = FileChannel.open(
                root.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PRIVATE_FILE);
        if (channel.tryLock() == null) {
            channel.close();
            throw JournalException.inUse(root);
        }
        return channel;
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /** Makes the names of files in it last. */
    void force() throws IOException {
        try (FileChannel folder = FileChannel.open(root, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        OPEN_HERE.remove(root);
    }
}
