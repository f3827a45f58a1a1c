package io.ws402.gateway.app.storage;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;

/** What a failed statement means to whoever waits for the answer. */
public enum DatabaseFault {
    /** The database is away or overloaded; nothing was done, and the same call may be repeated. */
    WITHOUT_EFFECT,
    /** The connection broke while it was at work: it may have been done; the same call repeated will tell. */
    EFFECT_UNKNOWN,
    /** Not the database's doing: a defect. */
    NONE;

    /** Tells one from the other. */
    public static DatabaseFault of(Throwable failure) {
        return switch (failure) {
            case ConnectException _ -> WITHOUT_EFFECT;
            // Only the wait for a connection, or our own for a method, ends so; the database's own limits have a state.
            case TimeoutException _ -> EFFECT_UNKNOWN;
            case IOException _, ClosedConnectionException _ -> EFFECT_UNKNOWN;
            case PgException refused -> ofState(refused.getSqlState());
            default -> NONE;
        };
    }

    /** By the class of the SQLSTATE; in each of these the server has rolled back before it said so. */
    private static DatabaseFault ofState(String sqlState) {
        boolean passing = sqlState.startsWith("08") // connection refused
                || sqlState.startsWith("40") // serialization failure, deadlock
                || sqlState.startsWith("53") // no room, too many connections
                || sqlState.startsWith("57"); // statement timeout, shutdown
        return passing ? WITHOUT_EFFECT : NONE;
    }
}
