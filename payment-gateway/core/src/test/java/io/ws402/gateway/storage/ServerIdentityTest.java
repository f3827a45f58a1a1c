package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerIdentityTest {
    @TempDir
    Path temporary;

    @Test
    void runsTheServerAsTheOwnerOfTheDataFolderWhenStartedByRoot() throws IOException {
        Path data = folderOfNobody();
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            Path process = Path.of("/proc", Long.toString(postgres.pid()));
            assertEquals(ServerIdentity.NOBODY, Files.getAttribute(process, "unix:uid"));
            assertEquals("1", Sql.query(postgres.connection(), "SELECT 1"));
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            assertEquals("1", Sql.query(postgres.connection(), "SELECT 1"));
        }
    }

    @Test
    void tellsRootWhenThatOwnerMayNotEnterTheFolder() throws IOException {
        Path data = folderOfNobody();
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
        EmbeddedPostgresException refusal =
                assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(data, 0));
        assertEquals(Reason.RUNS_AS_ROOT, refusal.reason());
    }

    @Test
    void givesTheServerNoCapabilityOfRoots() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temporary.resolve("data"), 0)) {
            Path process = Path.of("/proc", Long.toString(postgres.pid()));
            boolean ownNamespace = !Files.readSymbolicLink(process.resolve("ns/user"))
                    .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/user")));
            assertNotEquals(0, ownNamespace ? ServerIdentity.NOBODY : Files.getAttribute(process, "unix:uid"));
        }
    }

    private Path folderOfNobody() throws IOException {
        assumeTrue(ServerIdentity.current() == 0, "only root can run the server as another user");
        Path data = Files.createDirectory(temporary.resolve("data"));
        new ServerIdentity.Other(ServerIdentity.NOBODY, ServerIdentity.NOBODY).own(data);
        return data;
    }
}
