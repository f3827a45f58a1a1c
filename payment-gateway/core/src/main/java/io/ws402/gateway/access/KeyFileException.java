package io.ws402.gateway.access;

/** A file of keys can not be used; the message says which and why, and never shows a key. */
public final class KeyFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    KeyFileException(String message) {
        super(message);
    }
}
