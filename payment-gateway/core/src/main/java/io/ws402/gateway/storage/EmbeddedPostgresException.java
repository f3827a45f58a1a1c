package io.ws402.gateway.storage;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why the embedded PostgreSQL is not there, with a stable code and a message that names the remedy. */
public final class EmbeddedPostgresException extends RuntimeException {
    /** The causes a caller may tell apart; {@link #code} is their stable form. */
    public enum Reason {
        /** No PostgreSQL binaries for this operating system or processor. */
        UNSUPPORTED_PLATFORM,
        /** Another process, or another part of this one, has this data folder. */
        DATA_FOLDER_IN_USE,
        /** The data folder cannot be read or written, is damaged, or belongs to another user. */
        DATA_FOLDER_UNUSABLE,
        /** The data folder was written by another major version of PostgreSQL. */
        OTHER_MAJOR_VERSION,
        /** PostgreSQL refuses to run as root and no way to run it as somebody else works here. */
        RUNS_AS_ROOT,
        /** The port asked for is taken. */
        PORT_IN_USE,
        /** PostgreSQL did not start; the message carries the end of its log. */
        START_FAILED,
        /** The server runs, and refused what it was told. */
        STATEMENT_FAILED
    }

    private static final long serialVersionUID = 1;

    private final Reason reason;

    EmbeddedPostgresException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    EmbeddedPostgresException(Reason reason, String message) {
        this(reason, message, null);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }

    /** The stable code, such as {@code embedded_postgres.data_folder_in_use}. */
    public String code() {
        return "embedded_postgres." + reason.name().toLowerCase(Locale.ROOT);
    }
}
