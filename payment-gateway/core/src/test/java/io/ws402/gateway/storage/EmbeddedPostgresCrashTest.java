package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresCrashTest {
    @TempDir
    Path temporary;

    @Test
    void stopsByItselfWhenItsOwnerIsKilled() throws Exception {
        PostgresOwner owner = PostgresOwner.start(folder());
        Sql.execute(owner.connection(), "CREATE TABLE kept AS SELECT 42 AS answer");
        ProcessHandle postmaster = owner.postmaster();
        owner.kill();
        postmaster.onExit().get(60, TimeUnit.SECONDS);
        assertFalse(Files.exists(folder().resolve("cluster/postmaster.pid")), "the shutdown was not a clean one");
        assertRestartKeepsTheTable();
    }

    @Test
    void takesOverFromAnOrphanedServer() throws Exception {
        PostgresOwner owner = PostgresOwner.start(folder());
        Sql.execute(owner.connection(), "CREATE TABLE kept AS SELECT 42 AS answer");
        OrphanedServer orphaned = new OrphanedServer(folder().resolve("cluster"));
        ProcessHandle postmaster = owner.postmaster();
        owner.killLeavingAnOrphan();
        assertEquals(OptionalLong.of(postmaster.pid()), orphaned.postmaster());
        assertEquals("42", Sql.query(owner.connection(), "SELECT answer FROM kept"));
        assertRestartKeepsTheTable();
        assertEquals(List.of(), orphaned.processes());
    }

    @Test
    void recoversWhenTheServerIsKilledWithItsOwner() throws Exception {
        PostgresOwner owner = PostgresOwner.start(folder());
        Sql.execute(owner.connection(), "CREATE TABLE kept AS SELECT 42 AS answer");
        ProcessHandle postmaster = owner.postmaster();
        owner.killLeavingAnOrphan();
        postmaster.destroyForcibly();
        assertRestartKeepsTheTable();
    }

    @Test
    void doesNotTouchAStrangerWhoseProcessIdAStaleFileNames() throws Exception {
        EmbeddedPostgres.start(folder(), 0).close();
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            Files.writeString(
                    folder().resolve("cluster/postmaster.pid"),
                    stranger.pid() + "\n" + folder().resolve("cluster") + "\n1\n5432\n\n127.0.0.1\n1 1\nready\n");
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
                assertNotEquals(stranger.pid(), postgres.pid());
                assertTrue(stranger.isAlive());
            }
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void refusesAFolderThatAnotherProcessHas() throws IOException {
        PostgresOwner owner = PostgresOwner.start(folder());
        try {
            EmbeddedPostgresException refusal =
                    assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(folder(), 0));
            assertEquals(Reason.DATA_FOLDER_IN_USE, refusal.reason());
            assertTrue(
                    refusal.getMessage().contains("process " + owner.process().pid()), refusal.getMessage());
            assertEquals("1", Sql.query(owner.connection(), "SELECT 1"));
        } finally {
            owner.kill();
        }
    }

    private void assertRestartKeepsTheTable() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder(), 0)) {
            assertEquals("42", Sql.query(postgres.connection(), "SELECT answer FROM kept"));
        }
    }

    private Path folder() {
        return temporary.resolve("data");
    }
}
