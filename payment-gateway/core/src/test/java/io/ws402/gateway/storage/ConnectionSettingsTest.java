package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionSettingsTest {
    @Test
    void readsEveryPart() {
        assertEquals(
                new ConnectionSettings("db.example", 6432, "ws402", "gateway", "s3cret"),
                ConnectionSettings.parse("postgresql://gateway:s3cret@db.example:6432/ws402"));
    }

    @Test
    void usesThePortOfPostgresWhenNoneIsGiven() {
        assertEquals(
                new ConnectionSettings("db.example", 5432, "ws402", "gateway", ""),
                ConnectionSettings.parse("postgres://gateway@db.example/ws402"));
    }

    @Test
    void decodesPercentEncodedPartsAndLeavesPlusSignsAlone() {
        assertEquals(
                new ConnectionSettings("::1", 5432, "my db", "a@b", "p+q/:#"),
                ConnectionSettings.parse("postgresql://a%40b:p+q%2F%3A%23@[::1]:5432/my%20db"));
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://u:s3cret@h/d, must begin with postgresql",
        "postgresql://u:s3cret@/d, host is missing",
        "postgresql://:s3cret@h/d, user is missing",
        "postgresql://h/d, user is missing",
        "postgresql://u:s3cret@h, database name is missing",
        "postgresql://u:s3cret@h/d/e, may not contain",
        "postgresql://u:s3cret@h/d?sslmode=require, options after the database name",
        "postgresql://u:s3cret@h:70000/d, port must be",
        "postgresql://u:s3cret%@h/d, percent-encoded",
        "postgresql://u:s3cret^x@h/d, percent-encoded",
    })
    void refusesAnythingElseWithoutRepeatingThePassword(String databaseUrl, String reason) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> ConnectionSettings.parse(databaseUrl));
        assertTrue(String.valueOf(refusal).contains(reason), String.valueOf(refusal));
        assertFalse(String.valueOf(refusal).contains("s3cret"), String.valueOf(refusal));
        assertNull(refusal.getCause());
    }

    @Test
    void showsEverythingButThePassword() {
        ConnectionSettings settings = new ConnectionSettings("::1", 5432, "my db", "gateway", "s3cret");
        assertEquals("postgresql://gateway@[::1]:5432/my db", settings.toString());
        assertEquals("jdbc:postgresql://[::1]:5432/my%20db", settings.jdbcUrl());
    }
}
