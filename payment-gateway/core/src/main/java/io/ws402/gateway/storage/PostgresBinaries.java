package io.ws402.gateway.storage;

import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per machine and version from the archive on the class path.
 *
 * <p>The folder's name carries the archive's SHA-256, and it appears by one rename when it is complete: any number of
 * processes may unpack at once, one of them wins, and nobody ever runs half of a version.
 *
 * @param home the folder with {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path home) {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int EXECUTE_BITS = 0111;

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** The binaries for this machine, from {@code cache} or unpacked into it. */
    static PostgresBinaries unpacked(Path cache) {
        requirePlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            Path home = cache.resolve("postgresql-linux-amd64-" + digest().substring(0, 16));
            if (!Files.isDirectory(home)) {
                unpack(cache, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void requirePlatform(String system, String processor) {
        if (!system.equals("Linux") || !processor.equals("amd64")) {
            throw unsupported("PostgreSQL's programs are not included for " + system + " on " + processor);
        }
    }

    private static EmbeddedPostgresException unsupported(String what) {
        return new EmbeddedPostgresException(
                Reason.UNSUPPORTED_PLATFORM,
                what + "; set DATABASE_URL to a PostgreSQL server of your own"
                        + " (postgresql://user:password@host:port/database)");
    }

    private static InputStream archive() {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw unsupported("The archive " + ARCHIVE.substring(1) + " is not on the class path");
        }
        return archive;
    }

    private static String digest() throws IOException {
        try (InputStream archive = archive()) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void unpack(Path cache, Path home) throws IOException {
        Files.createDirectories(cache);
        Path unfinished = cache.resolve("." + home.getFileName() + "." + UUID.randomUUID());
        try (InputStream archive = archive();
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, unfinished);
            }
            allow(unfinished, true);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // Another process was faster; what it renamed there is complete.
        } finally {
            DataFolder.delete(unfinished);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("The archive has an entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            allow(target, true);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            write(tar, target);
            allow(target, (entry.getMode() & EXECUTE_BITS) != 0);
        }
    }

    // On disk before the rename: after a power cut a complete folder of empty files would never heal.
    private static void write(InputStream content, Path target) throws IOException {
        Files.copy(content, target);
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    // Readable by all: started by root, PostgreSQL runs as another user. Writable by its owner alone.
    private static void allow(Path path, boolean executable) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
