package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path temporary;

    @Test
    void keepsDataPasswordAndPortAcrossRestarts() {
        ConnectionSettings first;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
            first = postgres.connection();
            Sql.execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
            assertEquals(first, postgres.connection());
            assertEquals("42", Sql.query(postgres.connection(), "SELECT answer FROM kept"));
        }
    }

    @Test
    void runsWithTheSettingsMoneyRestsOnWhateverTheConfigurationFileSays() throws IOException {
        EmbeddedPostgres.start(folder(), 0).close();
        Files.writeString(
                folder().resolve("cluster/postgresql.conf"),
                "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nlisten_addresses = '*'\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
            Map.of(
                            "fsync", "on",
                            "full_page_writes", "on",
                            "synchronous_commit", "on",
                            "data_checksums", "on",
                            "listen_addresses", "127.0.0.1",
                            "unix_socket_directories", "",
                            "password_encryption", "scram-sha-256",
                            "server_encoding", "UTF8")
                    .forEach((name, value) ->
                            assertEquals(value, Sql.query(postgres.connection(), "SHOW " + name), name));
        }
    }

    @Test
    void asksForThePasswordAndKeepsItFromOtherUsersAndFromText() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
            ConnectionSettings right = postgres.connection();
            ConnectionSettings wrong =
                    new ConnectionSettings(right.host(), right.port(), right.database(), right.user(), "wrong");
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> Sql.query(wrong, "SELECT 1"));
            assertTrue(String.valueOf(refusal.getCause()).contains("password authentication failed"));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("password"))));
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("cluster"))));
            assertFalse(right.toString().contains(right.password()));
        }
    }

    @Test
    void refusesAFolderThatIsInUse() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
            EmbeddedPostgresException refusal =
                    assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(folder(), 0));
            assertEquals("embedded_postgres.data_folder_in_use", refusal.code());
            assertTrue(refusal.getMessage().contains("in use by this process"), refusal.getMessage());
            assertTrue(postgres.isAlive());
        }
    }

    @Test
    void refusesAFolderThatHoldsSomethingElse() throws IOException {
        Files.writeString(Files.createDirectory(folder()).resolve("novel.txt"), "Chapter one");
        EmbeddedPostgresException refusal =
                assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(folder(), 0));
        assertEquals(Reason.DATA_FOLDER_UNUSABLE, refusal.reason());
    }

    @Test
    void refusesAGivenPortThatIsTakenAndAvoidsARememberedOneThatIs() throws IOException {
        int remembered;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
            remembered = postgres.connection().port();
        }
        try (ServerSocket taken = new ServerSocket(remembered, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            EmbeddedPostgresException refusal = assertThrows(
                    EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(folder(), taken.getLocalPort()));
            assertEquals(Reason.PORT_IN_USE, refusal.reason());
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
                assertNotEquals(remembered, postgres.connection().port());
            }
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws IOException {
        EmbeddedPostgres.start(folder(), 0).close();
        Files.writeString(folder().resolve("cluster/PG_VERSION"), "12\n");
        EmbeddedPostgresException refusal =
                assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(folder(), 0));
        assertEquals(Reason.OTHER_MAJOR_VERSION, refusal.reason());
        assertTrue(refusal.getMessage().contains("PostgreSQL 12, this is PostgreSQL 18"), refusal.getMessage());
    }

    @Test
    void makesTheClusterAfreshWhenTheFirstStartWasInterrupted() throws IOException {
        EmbeddedPostgres.start(folder(), 0).close();
        Files.move(folder().resolve("cluster"), folder().resolve("cluster.unfinished"));
        Files.delete(folder().resolve("cluster.unfinished/PG_VERSION"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
            assertEquals("1", Sql.query(postgres.connection(), "SELECT 1"));
        }
    }

    @Test
    void tellsTheServersOwnWordsWhenItDoesNotStart() throws IOException {
        EmbeddedPostgres.start(folder(), 0).close();
        Files.writeString(folder().resolve("cluster/postgresql.conf"), "shared_buffers = 'plenty'\n");
        EmbeddedPostgresException refusal =
                assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(folder(), 0));
        assertEquals(Reason.START_FAILED, refusal.reason());
        assertTrue(refusal.getMessage().contains("shared_buffers"), refusal.getMessage());
    }

    private Path folder() {
        return temporary.resolve("data");
    }
}
