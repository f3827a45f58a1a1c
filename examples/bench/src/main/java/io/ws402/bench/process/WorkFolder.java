package io.ws402.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder for logs, databases and keys, deleted at the end. */
public record WorkFolder(Path path) implements AutoCloseable {
    /** A new one. */
    public static WorkFolder create() throws IOException {
        Path path = Files.createTempDirectory("ws402-bench-");
        // PostgreSQL, run by root, is another user and has to get through to its own folder below this one.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        return new WorkFolder(path);
    }

    /** A file in it. */
    public Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> content = Files.walk(path)) {
            for (Path each : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
