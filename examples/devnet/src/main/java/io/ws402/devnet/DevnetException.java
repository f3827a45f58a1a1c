package io.ws402.devnet;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why the local chain is not there or did not do as told, with a stable code and a message that names the remedy. */
public final class DevnetException extends RuntimeException {
    /** The causes a caller may tell apart; {@link #code} is their stable form. */
    public enum Reason {
        /** No Node.js, or no npm, to install the chain with. Everything but chains works without. */
        NODE_MISSING,
        /** npm could not install the chain's package; the message carries npm's own words. */
        INSTALL_FAILED,
        /** The chain's program is not made for this operating system or processor. */
        UNSUPPORTED_PLATFORM,
        /** The source tree, where the chain is installed from and to, is not found. */
        SOURCES_MISSING,
        /** The port asked for is taken. */
        PORT_IN_USE,
        /** The chain did not start, or has ended. */
        START_FAILED,
        /** The chain refused a call or a transaction. */
        CALL_FAILED
    }

    private static final long serialVersionUID = 1;

    private final Reason reason;

    DevnetException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    DevnetException(Reason reason, String message) {
        this(reason, message, null);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }

    /** The stable code, such as {@code devnet.node_missing}. */
    public String code() {
        return "devnet." + reason.name().toLowerCase(Locale.ROOT);
    }
}
