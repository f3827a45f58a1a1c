package io.ws402.chaos.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One connection to PostgreSQL, used by one thread that waits for each answer. */
final class Backend {
    // How often it is looked again whether what does not answer is held up; what comes of it does not hang on that.
    private static final long LOOK_NANOS = 4_000_000;

    // With this PostgreSQL says that a statement waits once it has looked for a deadlock, and not before.
    private static final String TELL_OF_WAITS =
            "SET log_lock_waits = on; SET client_min_messages = log; SET lc_messages = 'C'";
    private static final String WAITS = "still waiting for";

    private final PgConnection connection;
    private final Locks locks;
    private final AtomicInteger waitsTold = new AtomicInteger();
    private @Nullable Instant told;
    private volatile @Nullable Answer answer;
    private int waitsSeen;
    private @Nullable OffsetDateTime heldUpSince;

    Backend(PgConnection connection, Locks locks) {
        this.connection = connection;
        this.locks = locks;
        locks.add(connection.processId());
        connection.noticeHandler(notice -> {
            if (notice.getMessage().contains(WAITS)) {
                waitsTold.incrementAndGet();
            }
        });
        blocking(connection.query(TELL_OF_WAITS).execute());
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

    /** Its answer; or that it waits for a lock of another of ours, which only that one's end can end. */
    Answer execute(String sql, Tuple parameters) {
        answer = null;
        waitsSeen = waitsTold.get();
        heldUpSince = null;
        Thread waiting = Thread.currentThread();
        Future<RowSet<Row>> asked = connection.preparedQuery(sql).execute(parameters);
        asked.onComplete((rows, failure) -> {
            answer = Answer.of(rows, failure);
            LockSupport.unpark(waiting);
        });
        LockSupport.parkNanos(LOOK_NANOS);
        return answerOrWait();
    }

    /** The answer, as soon as it is there; or that the statement waits, or goes on waiting. */
    Answer answerOrWait() {
        while (true) {
            Answer arrived = answer;
            if (arrived != null) {
                return arrived;
            }
            if (isHeldUp()) {
                return new Answer.Waits();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Whoever has only begun to wait may close a deadlock, and be refused for it: that is no wait yet. */
    private boolean isHeldUp() {
        int waits = waitsTold.get();
        if (waits == waitsSeen && heldUpSince == null) {
            return false;
        }
        Optional<OffsetDateTime> since = locks.heldUpSince(processId());
        boolean goesOn = since.filter(time -> time.equals(heldUpSince)).isPresent();
        if (since.isEmpty() || (!goesOn && waits == waitsSeen)) {
            return false;
        }
        heldUpSince = since.get();
        waitsSeen = waits;
        return true;
    }

    /** Ends a transaction on the quiet, as the database does for a client that has vanished. */
    void rollback() {
        blocking(rolledBack());
    }

    /** The same, once whatever holds up its statement has ended. */
    Future<?> rolledBack() {
        return connection.query("ROLLBACK").execute();
    }

    static <T> T blocking(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the simulator's own statement failed: " + e.getCause(), e.getCause());
        }
    }
}
