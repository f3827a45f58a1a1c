package io.ws402.bench.harness;

/** A benchmark can not run on this machine; the message says what is missing. No defect. */
public final class NotHereException extends Exception {
    public NotHereException(String message) {
        super(message);
    }
}
