package io.ws402.gateway.app.storage;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Tells a database that is away or overloaded from a statement that is wrong. */
public final class DatabaseFaults {
    private DatabaseFaults() {}

    /** Whether the same call may succeed later: no connection, a restart, a timeout, a deadlock, no room. */
    public static boolean isPassing(Throwable failure) {
        return switch (failure) {
            case IOException _, TimeoutException _, ClosedConnectionException _ -> true;
            case PgException refused -> isPassing(refused.getSqlState());
            default -> false;
        };
    }

    /** By the class of the SQLSTATE: connection, transaction rolled back, resources, operator intervention. */
    private static boolean isPassing(String sqlState) {
        return sqlState.startsWith("08")
                || sqlState.startsWith("40")
                || sqlState.startsWith("53")
                || sqlState.startsWith("57");
    }
}
