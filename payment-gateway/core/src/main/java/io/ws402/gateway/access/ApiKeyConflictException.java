package io.ws402.gateway.access;

/** A configured API key is in the database already, as something else; the message says what to do. */
public final class ApiKeyConflictException extends RuntimeException {
    ApiKeyConflictException(String label, String difference) {
        super("the API key '" + label + "' is known already, but " + difference
                + ". Configure another secret for it (openssl rand -hex 32)");
    }
}
