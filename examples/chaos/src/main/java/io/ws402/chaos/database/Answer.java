package io.ws402.chaos.database;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.jspecify.annotations.Nullable;

/** What came of a statement. */
sealed interface Answer {
    /** Rows, or none. */
    record Rows(RowSet<Row> rows) implements Answer {}

    /** The database refused it. */
    record Refused(Throwable reason) implements Answer {}

    /** It waits for a lock that another transaction holds. */
    record Waits() implements Answer {}

    /** What somebody is told who asked for it. */
    static Answer of(@Nullable RowSet<Row> rows, @Nullable Throwable failure) {
        if (failure != null) {
            return new Refused(failure);
        }
        if (rows == null) {
            throw new IllegalStateException("neither rows nor a failure");
        }
        return new Rows(rows);
    }
}
