package io.ws402.gateway.storage;

import java.util.List;

/** The database is set up so that a crash of its machine may lose committed money; the message says what to change. */
public final class UnsafeDatabaseException extends RuntimeException {
    /** Names the settings, and the remedy. */
    public UnsafeDatabaseException(List<String> unsafeSettings) {
        super("the database has " + String.join(", ", unsafeSettings)
                + " = off: a crash could lose payments that were confirmed. Turn them on in postgresql.conf (or for this"
                + " user and database), or start the gateway with --dev where nothing real is at stake");
    }
}
