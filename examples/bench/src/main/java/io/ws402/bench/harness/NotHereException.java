package io.ws402.bench.harness;

/** A benchmark can not run on this machine; the message says what is missing. No defect. */
public final class NotHereException extends RuntimeException {
    /** For what is missing itself. */
    public NotHereException(String message) {
        super(message);
    }

    /** For what said that it is missing. */
    public NotHereException(String message, Throwable cause) {
        super(message, cause);
    }
}
