package io.ws402.chaos.database;

import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks PostgreSQL which of a stage's own connections hold each other up. What holds one up otherwise passes by itself. */
final class Locks {
    private static final String WAIT = """
            SELECT waitstart FROM pg_locks
            WHERE pid = $1 AND NOT granted AND waitstart IS NOT NULL AND pg_blocking_pids(pid) && $2""";

    private final PgConnection connection;
    private final List<Integer> ours = new ArrayList<>();

    Locks(PgConnection connection) {
        this.connection = connection;
    }

    /** From now on it is one of ours. */
    void add(int processId) {
        ours.add(processId);
    }

    /** Since when one of our processes has been held up by another; empty when it is not. */
    Optional<OffsetDateTime> heldUpSince(int processId) {
        RowSet<Row> waiting = Backend.blocking(connection
                .preparedQuery(WAIT)
                .execute(Tuple.of(processId).addArrayOfInteger(ours.toArray(Integer[]::new))));
        return waiting.size() == 0
                ? Optional.empty()
                : Optional.of(waiting.iterator().next().getOffsetDateTime("waitstart"));
    }
}
