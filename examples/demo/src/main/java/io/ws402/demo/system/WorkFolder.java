package io.ws402.demo.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A temporary folder for data, configuration and logs, deleted at the end. Files written here only the owner reads. A
 * folder whose owner was killed is deleted by whoever makes the next one.
 */
final class WorkFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<OpenOption> FRESH = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private static final Duration MAKING_TAKES_AT_MOST = Duration.ofMinutes(1);
    private static final String PREFIX = "ws402-demo-";
    private static final String OWNER_LOCK = "owner.lock";

    // Closing any channel of a file drops the whole process's locks on it: our own are never looked at.
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private WorkFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static WorkFolder create() {
        try {
            Path path = Files.createTempDirectory(PREFIX);
            // PostgreSQL, run by root, is another user and has to get through to its own folder below this one.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
            FileChannel lock =
                    FileChannel.open(path.resolve(OWNER_LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            OURS.add(path);
            sweep();
            return new WorkFolder(path, lock);
        } catch (IOException e) {
            throw new SystemException(
                    "no temporary folder can be made in " + System.getProperty("java.io.tmpdir") + " (" + e.getMessage()
                            + "); make it writable or set -Djava.io.tmpdir by WS402_JAVA_OPTS",
                    e);
        }
    }

    /** Deletes the folders whose owners are gone: the system dropped their locks. */
    private static void sweep() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isAbandoned(folder)) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean isAbandoned(Path folder) {
        if (OURS.contains(folder)) {
            return false;
        }
        try (FileChannel lock = FileChannel.open(folder.resolve(OWNER_LOCK), StandardOpenOption.WRITE)) {
            return lock.tryLock() != null;
        } catch (NoSuchFileException halfDeleted) {
            return isOld(folder);
        } catch (IOException | OverlappingFileLockException anotherUsers) {
            return false;
        }
    }

    /** Old enough not to be one that is being made at this moment. */
    private static boolean isOld(Path folder) {
        try {
            return Files.getLastModifiedTime(folder)
                    .toInstant()
                    .isBefore(Instant.now().minus(MAKING_TAKES_AT_MOST));
        } catch (IOException vanished) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** A file's place. */
    Path file(String name) {
        return path.resolve(name);
    }

    /** Writes a file that only the owner can read. */
    Path write(String name, String content) {
        Path file = path.resolve(name);
        try (var channel = Files.newByteChannel(file, FRESH, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("can not write " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException alreadyClosed) {
            // Only its release matters.
        }
        delete(path);
    }

    private static void delete(Path path) {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException stillInUse) {
            // It is the temporary folder: the system cleans up what we can not.
        }
    }
}
