package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresExtensionTest {
    private final ConnectionSettings database;

    PostgresExtensionTest(ConnectionSettings database) {
        this.database = database;
    }

    @Test
    void givesAllTestsOfOneClassTheSameEmptyDatabase(ConnectionSettings again) {
        assertEquals(database, again);
        assertTrue(again.database().startsWith("test_postgresextensiontest_"));
        assertEquals("0", Sql.query(again, "SELECT count(*) FROM pg_stat_user_tables"));
    }

    @Nested
    class Inside {
        @Test
        void sharesTheDatabaseOfTheEnclosingClass(ConnectionSettings nested) {
            assertEquals(database, nested);
        }
    }
}
