package io.ws402.gateway.storage;

import java.time.Duration;

/**
 * How a gateway uses its database.
 *
 * @param connections how many connections statements and transactions share
 * @param statementTimeout after which the database gives a statement up
 * @param development whether settings are accepted that may lose money in a crash
 */
public record DatabaseOptions(int connections, Duration statementTimeout, boolean development) {
    private static final int DEFAULT_CONNECTIONS = 16;
    private static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException when there is no connection or no time */
    public DatabaseOptions {
        if (connections < 1) {
            throw new IllegalArgumentException("a database needs at least one connection, not " + connections);
        }
        if (statementTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("the statement timeout must be at least a millisecond");
        }
    }

    /** Sixteen connections, ten seconds, safe settings only. */
    public static DatabaseOptions defaults() {
        return new DatabaseOptions(DEFAULT_CONNECTIONS, DEFAULT_STATEMENT_TIMEOUT, false);
    }

    /** The same with another number of connections. */
    public DatabaseOptions withConnections(int number) {
        return new DatabaseOptions(number, statementTimeout, development);
    }
}
