package io.ws402.chaos.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One connection to PostgreSQL, used by one thread that waits for each answer. */
final class Backend {
    // Nearly all statements answer long before; only then is it worth asking whether one waits for a lock.
    private static final long PATIENCE_NANOS = 4_000_000;

    private final PgConnection connection;
    private final Locks locks;
    private @Nullable Instant told;
    private volatile @Nullable Answer answer;

    Backend(PgConnection connection, Locks locks) {
        this.connection = connection;
        this.locks = locks;
    }

    int processId() {
        return connection.processId();
    }

    /** Tells this connection what time it is; must not be within a transaction, whose time stands still. */
    void setClock(Instant now) {
        if (!now.equals(told)) {
            connection.query("SET sim.now = '" + now + "'").execute();
            told = now;
        }
    }

    /** Begins a transaction; whether that went well shows at the first statement, which goes out right behind it. */
    void begin() {
        connection.query("BEGIN").execute();
    }

    Answer execute(String sql, Tuple parameters) {
        answer = null;
        Thread waiting = Thread.currentThread();
        Future<RowSet<Row>> asked = connection.preparedQuery(sql).execute(parameters);
        asked.onComplete((rows, failure) -> {
            answer = Answer.of(rows, failure);
            LockSupport.unpark(waiting);
        });
        LockSupport.parkNanos(PATIENCE_NANOS);
        return answerOrWait();
    }

    /** The answer, as soon as it is there; or that the statement waits for a lock. */
    Answer answerOrWait() {
        while (true) {
            Answer arrived = answer;
            if (arrived != null) {
                return arrived;
            }
            if (locks.isWaiting(processId()) && answer == null) {
                return new Answer.Waits();
            }
            if (answer == null) {
                LockSupport.parkNanos(PATIENCE_NANOS);
            }
        }
    }

    /** Ends a transaction on the quiet, as the database does for a client that has vanished. */
    void rollback() {
        blocking(connection.query("ROLLBACK").execute());
    }

    static <T> T blocking(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the simulator's own statement failed: " + e.getCause(), e.getCause());
        }
    }
}
