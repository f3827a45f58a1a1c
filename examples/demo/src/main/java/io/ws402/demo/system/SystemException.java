package io.ws402.demo.system;

import org.jspecify.annotations.Nullable;

/** Something of the demo's system can not be had; the message is a sentence for people that says what to do. */
public final class SystemException extends RuntimeException {
    /** A sentence for people. */
    public SystemException(String message) {
        super(message);
    }

    /** A sentence for people. */
    public SystemException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
