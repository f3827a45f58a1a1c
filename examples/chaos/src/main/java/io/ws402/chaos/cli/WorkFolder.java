package io.ws402.chaos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder, deleted at the end. */
record WorkFolder(Path path) implements AutoCloseable {
    static WorkFolder create() throws IOException {
        Path path = Files.createTempDirectory("ws402-chaos-");
        // PostgreSQL, run by root, is another user and has to get through to its own folder below this one.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        return new WorkFolder(path);
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
