package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class DatabaseTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final ConnectionSettings settings;

    DatabaseTest(ConnectionSettings settings) {
        this.settings = settings;
    }

    @AfterAll
    static void close() {
        Await.of(VERTX.close());
    }

    private String name() {
        return '"' + settings.database() + '"';
    }

    @Test
    void migratesOnceHoweverManyGatewaysStartAtOnce() {
        DatabaseOptions one = DatabaseOptions.defaults().withConnections(1);
        List<Database> gateways = Await.all(Stream.generate(() -> Database.open(VERTX, settings, one))
                .limit(4)
                .toList());
        gateways.forEach(Database::close);
        assertEquals("1", Sql.query(settings, "SELECT count(*) FROM flyway_schema_history WHERE version = '1'"));
    }

    @Test
    void refusesSettingsUnderWhichACrashLosesMoneyOutsideDevelopment() {
        Sql.execute(settings, "ALTER DATABASE " + name() + " SET synchronous_commit = off");
        try {
            Throwable refused = Await.failureOf(Database.open(VERTX, settings, DatabaseOptions.defaults()));
            String message = String.valueOf(
                    assertInstanceOf(UnsafeDatabaseException.class, refused).getMessage());
            assertTrue(message.contains("synchronous_commit"), message);
            DatabaseOptions development = new DatabaseOptions(1, Duration.ofSeconds(10), true);
            Await.of(Database.open(VERTX, settings, development)).close();
        } finally {
            Sql.execute(settings, "ALTER DATABASE " + name() + " RESET synchronous_commit");
        }
    }

    @Test
    void rollsBackWhatFailsAndCommitsWhatSucceeds() {
        try (Database database = Await.of(
                Database.open(VERTX, settings, DatabaseOptions.defaults().withConnections(2)))) {
            Await.failureOf(database.transaction(transaction -> transaction
                    .query("INSERT INTO merchants (id, name) VALUES ('mch_1', 'rolled back')")
                    .execute()
                    .compose(done -> Future.failedFuture("no"))));
            Await.of(database.transaction(transaction -> transaction
                    .query("INSERT INTO merchants (id, name) VALUES ('mch_2', 'kept')")
                    .execute()));
            assertEquals("kept", Sql.query(settings, "SELECT string_agg(name, ',') FROM merchants"));
        }
    }

    @Test
    void givesUpAStatementThatTakesTooLong() {
        DatabaseOptions hasty = new DatabaseOptions(1, Duration.ofMillis(500), false);
        try (Database database = Await.of(Database.open(VERTX, settings, hasty))) {
            Throwable failure =
                    Await.failureOf(database.pool().query("SELECT pg_sleep(60)").execute());
            assertTrue(String.valueOf(failure.getMessage()).contains("statement timeout"));
        }
    }

    @Test
    void refusesSenselessOptions() {
        assertThrows(
                IllegalArgumentException.class, () -> DatabaseOptions.defaults().withConnections(0));
        assertThrows(IllegalArgumentException.class, () -> new DatabaseOptions(1, Duration.ZERO, false));
    }
}
