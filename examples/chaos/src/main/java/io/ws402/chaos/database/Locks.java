package io.ws402.chaos.database;

import io.vertx.pgclient.PgConnection;

/** Asks PostgreSQL whether one of its processes waits for a lock. */
final class Locks {
    private final PgConnection connection;

    Locks(PgConnection connection) {
        this.connection = connection;
    }

    boolean isWaiting(int processId) {
        var waiting = connection
                .preparedQuery("SELECT 1 FROM pg_locks WHERE pid = $1 AND NOT granted")
                .execute(io.vertx.sqlclient.Tuple.of(processId));
        return Backend.blocking(waiting).size() > 0;
    }
}
