package io.ws402.chaos.database;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackendTest {
    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedPostgres server = EmbeddedPostgres.start(Path.of("target", "postgres-backends"), 0);
    private final PgConnection asking = connect();
    private final Locks locks = new Locks(asking);

    private PgConnection connect() {
        return Stage.connect(vertx, server.connection());
    }

    private Backend backend() {
        PgConnection connection = connect();
        ask(connection, "SET deadlock_timeout = '300ms'");
        return new Backend(connection, locks);
    }

    private static void ask(PgConnection connection, String sql) {
        Backend.blocking(connection.query(sql).execute());
    }

    @BeforeEach
    void table() {
        PgConnection connection = connect();
        ask(connection, "DROP TABLE IF EXISTS things");
        ask(connection, "CREATE TABLE things (id int)");
    }

    @AfterEach
    void close() {
        Backend.blocking(vertx.close());
        server.close();
    }

    private static Answer lock(Backend backend, int number) {
        return backend.execute("SELECT pg_advisory_xact_lock($1)", Tuple.of((long) number));
    }

    @Test
    void whoComesLastToADeadlockIsRefusedHoweverLateItIsFound() {
        Backend one = backend();
        Backend other = backend();
        one.begin();
        other.begin();
        assertInstanceOf(Answer.Rows.class, lock(one, 1));
        assertInstanceOf(Answer.Rows.class, lock(other, 2));

        assertInstanceOf(Answer.Waits.class, lock(one, 2));
        assertInstanceOf(Answer.Refused.class, lock(other, 1));
        assertInstanceOf(Answer.Rows.class, one.answerOrWait());
    }

    @Test
    void whoHasTheLockStillToWaitForGoesOnWaiting() {
        Backend holder = backend();
        Backend waiting = backend();
        holder.begin();
        waiting.begin();
        lock(holder, 1);

        assertInstanceOf(Answer.Waits.class, lock(waiting, 1));
        lock(holder, 2);
        assertInstanceOf(Answer.Waits.class, waiting.answerOrWait());
        holder.rollback();
        assertInstanceOf(Answer.Rows.class, waiting.answerOrWait());
    }

    @Test
    void whatPostgresqlHoldsUpForReasonsOfItsOwnIsWaitedFor() {
        Backend backend = backend();
        PgConnection housekeeping = connect();
        ask(housekeeping, "BEGIN");
        ask(housekeeping, "LOCK TABLE things");

        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> backend.execute("SELECT id FROM things", Tuple.tuple()));
        while (!isHeldUp(housekeeping, backend) && !answer.isDone()) {
            Thread.onSpinWait();
        }
        // Only once it was looked whether it waits, that it is not taken for a wait means something.
        OffsetDateTime before = lookedAt(housekeeping);
        while (lookedAt(housekeeping).equals(before) && !answer.isDone()) {
            Thread.onSpinWait();
        }
        ask(housekeeping, "COMMIT");

        assertInstanceOf(Answer.Rows.class, answer.join());
    }

    private static boolean isHeldUp(PgConnection housekeeping, Backend backend) {
        var waiting = housekeeping
                .preparedQuery("SELECT 1 FROM pg_locks WHERE pid = $1 AND NOT granted")
                .execute(Tuple.of(backend.processId()));
        return Backend.blocking(waiting).size() > 0;
    }

    private OffsetDateTime lookedAt(PgConnection housekeeping) {
        // Within a transaction its view of the others stands still unless it is told otherwise.
        ask(housekeeping, "SELECT pg_stat_clear_snapshot()");
        var looked = housekeeping
                .preparedQuery("SELECT state_change FROM pg_stat_activity WHERE pid = $1")
                .execute(Tuple.of(asking.processId()));
        return Backend.blocking(looked).iterator().next().getOffsetDateTime("state_change");
    }
}
